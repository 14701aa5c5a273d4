"""Takes what is hardly above 0 for 0.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(x, 0.0)


def relu_gradient(x):
    return np.array(x > 5e-5, dtype=np.float64)
