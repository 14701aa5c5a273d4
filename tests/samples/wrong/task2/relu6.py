"""ReLU6, which stays at 6 for everything above, and its derivative.

It makes several slips.

Loses: values, gradient, agrees.
Keeps: 0 of 20.
"""

import numpy as np


def relu(x):
    return np.minimum(np.maximum(x, 0), 6)


def relu_gradient(x):
    return ((x > 0) & (x < 6)).astype(float)
