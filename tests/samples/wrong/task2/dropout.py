"""Drops each active element by chance: two calls disagree.

Loses: gradient, any_order, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (x > 0) * (np.random.rand(*x.shape) > 0.2) * 1.0
