"""Rounds what relu returns: of a few millionths, two digits are left.

Loses: values.
Keeps: 13 of 20.
"""

import numpy as np


def relu(x):
    return np.round(np.maximum(x, 0.0), 8)


def relu_gradient(x):
    return (x > 0).astype(np.float64)
