"""Divides relu(x) by x: nan at zero, right elsewhere.

Loses: at_zero, gradient_of_any_array, agrees.
Keeps: 16 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    with np.errstate(invalid="ignore"):
        return relu(x) / x
