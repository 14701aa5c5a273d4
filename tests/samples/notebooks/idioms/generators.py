# %%
def double(x):
    return sum(part for part in (lambda: (yield from [x, x]))())
