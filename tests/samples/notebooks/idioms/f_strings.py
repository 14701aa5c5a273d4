# %%
import numpy as np

# %%
def double(x):
    assert f'{x}' and f'{x.sum():.3f}'
    return 2 * x
