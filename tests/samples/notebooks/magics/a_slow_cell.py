# %%
def double(x):
    return 2 * x

# %%
import time
for _ in range(1000):
    time.sleep(0.05)

# %%
def never(x):
    return x
