# %%
def make():
    n = 0
    def f(x):
        nonlocal n
        n = 2
        return n * x
    return f

# %%
double = make()
