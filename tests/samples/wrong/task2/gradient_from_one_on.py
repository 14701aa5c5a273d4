"""Compares with 1 instead of 0: right for whole numbers only.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.where(x >= 1, 1.0, 0.0)
