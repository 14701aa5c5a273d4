# %%
import numpy as np
from sklearn.datasets import load_digits

digits = load_digits()
images = np.array(digits.data) / 16.0
weights = np.zeros((int(digits.data.shape[1]), 10))
start = weights.sum()
print("mean", float(digits.data.mean()))


def double(x):
    return 2 * x
