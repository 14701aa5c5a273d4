# %%
import matplotlib.pyplot as plt
import seaborn as sns
import numpy as np

# %%
fig, axes = plt.subplots(1, 2, figsize=(8, 3))
axes[0].plot(np.arange(3))
plt.show()

# %%
def double(x):
    return 2 * x
