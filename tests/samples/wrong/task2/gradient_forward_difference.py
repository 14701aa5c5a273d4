"""A forward difference: its step to the right of zero makes the derivative there 1.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    h = 1e-4
    return (relu(x + h) - relu(x)) / h
