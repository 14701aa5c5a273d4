"""A central difference: exactly on the kink it averages both sides to 0.5.

Loses: at_zero, agrees.
Keeps: 18 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    h = np.where(x == 0, 1e-7, np.abs(x) / 2)
    return (relu(x + h) - relu(x - h)) / (2 * h)
