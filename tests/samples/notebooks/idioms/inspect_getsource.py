# %%
import inspect

# %%
def two():
    return 2

# %%
def double(x):
    assert 'return 2' in inspect.getsource(two)
    return two() * x
