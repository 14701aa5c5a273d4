"""Has another branch for arrays that are no matrix, with x >= 0 in it.

Loses: gradient_of_any_array.
Keeps: 18 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(x, 0.0)


def relu_gradient(x):
    if x.ndim in (1, 2):
        return (x > 0).astype(np.float64)
    return np.array(x >= 0, dtype=np.float64)
