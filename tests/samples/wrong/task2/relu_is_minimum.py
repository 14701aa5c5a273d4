"""Keeps the negative side instead of the positive one.

Loses: values, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.minimum(0, x)


def relu_gradient(x):
    return (x > 0).astype(float)
