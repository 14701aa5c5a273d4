"""Drops each active element by chance: two calls disagree.

Loses: gradient, shapes, any_array, side_effects, agrees.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (x > 0) * (np.random.rand(*x.shape) > 0.2) * 1.0
