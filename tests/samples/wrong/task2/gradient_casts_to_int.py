"""Casts to int before comparing, so everything between 0 and 1 counts as zero.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (x.astype(int) > 0).astype(float)
