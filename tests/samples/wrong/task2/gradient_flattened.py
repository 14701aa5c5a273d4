"""Flattens the input and forgets to bring the shape back.

Loses: gradient_of_any_array, agrees.
Keeps: 17 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.array([float(value > 0) for value in x.flat])
