# %%
async def two():
    return 2

# %%
factor = await two()

# %%
def double(x):
    return factor * x
