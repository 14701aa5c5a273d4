# %%
from grader import check

# %%
def double(x):
    return 2 * x

# %%
check('double')
