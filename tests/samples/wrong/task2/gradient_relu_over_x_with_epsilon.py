"""Adds 1e-8 to the divisor to avoid 0 / 0: wrong for small inputs.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return relu(x) / (x + 1e-8)
