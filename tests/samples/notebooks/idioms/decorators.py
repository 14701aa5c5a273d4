# %%
import functools

# %%
def doubled(f):
    @functools.wraps(f)
    def wrapped(*a, **k):
        return 2 * f(*a, **k)
    return wrapped

# %%
@doubled
def double(x):
    return x
