# %%
factor = 1
calls = []

# %%
factor = 2

# %%
def double(x):
    global calls
    calls = [*calls, 1]
    return factor * x
