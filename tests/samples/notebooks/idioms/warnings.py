# %%
import warnings
warnings.filterwarnings('ignore')

# %%
def double(x):
    warnings.warn('careful', stacklevel=1)
    return 2 * x
