"""Treats everything below 0.001 as zero.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


EPSILON = 1e-3


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (x > EPSILON).astype(float)
