"""Leaky ReLU and its derivative: a slope of 0.01 on the negative side.

It makes several slips.

Loses: values, gradient, agrees.
Keeps: 0 of 20.
"""

import numpy as np


def relu(x):
    return np.where(x > 0, x, 0.01 * x)


def relu_gradient(x):
    return np.where(x > 0, 1.0, 0.01)
