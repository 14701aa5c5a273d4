# %%
import numpy as np
import random
np.random.seed(0); random.seed(0)

# %%
rng = np.random.default_rng(42)
W = rng.normal(size=(2, 2)) @ np.random.randn(2, 2)

# %%
def double(x):
    return 2 * x + 0 * W.sum()
