# %%
%%writefile double.py
def double(x):
    return 2 * x

# %%
import double as module
from double import double
double(2)
