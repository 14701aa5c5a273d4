# %%
import numpy as np
np.set_printoptions(precision=3, suppress=True)
np.seterr(all='ignore')

# %%
def double(x):
    return 2 * x
