"""Prints the gradient and returns None.

Loses: gradient, shapes, any_array, side_effects, float64, agrees.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    print((x > 0).astype(float))
