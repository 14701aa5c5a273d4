"""Loops over the first axis and compares what it finds there: for 1-D input only.

Loses: gradient, shapes, any_array, side_effects, float64, agrees.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.array([1.0 if value > 0 else 0.0 for value in x])
