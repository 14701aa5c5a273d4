# %%
import numpy as np

# %%
1 + 1

# %%
factor = _ * Out[2] // 2

# %%
def double(x):
    return factor * x
