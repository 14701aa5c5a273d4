# %%
from IPython.display import display, HTML, clear_output

# %%
display(HTML('<b>x</b>'), 3)

# %%
def double(x):
    return 2 * x

# %%
clear_output()
