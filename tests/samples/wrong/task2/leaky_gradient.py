"""relu is right, its derivative that of a leaky one.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.where(x > 0, 1.0, 0.01)
