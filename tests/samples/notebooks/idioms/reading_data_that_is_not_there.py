# %%
def double(x):
    return 2 * x

# %%
data = open('/content/data.csv').read()
