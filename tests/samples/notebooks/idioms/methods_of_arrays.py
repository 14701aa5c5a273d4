# %%
import numpy as np

# %%
def double(x):
    assert x.any() and x.max() >= x.min() and x.mean() <= x.sum() + 1 and x.std() >= 0
    return (x.clip(-1e9, 1e9) * 2).reshape(x.shape).copy()
