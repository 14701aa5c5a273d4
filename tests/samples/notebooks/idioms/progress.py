# %%
from tqdm import tqdm

# %%
total = 0
for i in tqdm(range(3)):
    total += i

# %%
def double(x):
    return total * x - x
