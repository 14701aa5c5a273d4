"""Loops over the first axis and compares what it finds there: for 1-D input only.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.array([1.0 if value > 0 else 0.0 for value in x])
