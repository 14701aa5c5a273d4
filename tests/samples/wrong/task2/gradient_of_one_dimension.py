"""Loops over the first axis and compares what it finds there: for 1-D input only.

Loses: gradient_of_any_array, agrees.
Keeps: 17 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.array([1.0 if value > 0 else 0.0 for value in x])
