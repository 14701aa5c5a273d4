# %%
import numpy as np

# %%
def double(x):
    np.ones(2) / np.zeros(2)
    return 2 * x
