"""Asks whether relu(x) >= 0, which is always so: ones everywhere.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (relu(x) >= 0).astype(float)
