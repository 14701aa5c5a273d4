# %%
def ask():
    return input('How many? ')

# %%
def double(x):
    return 2 * x
