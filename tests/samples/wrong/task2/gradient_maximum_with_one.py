"""Mixes up the functions: the larger of the input and 1.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.maximum(x, 1)
