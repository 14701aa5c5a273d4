"""Reads a vector from the memory that it begins in, and takes the steps between elements for granted.

Loses: relu_of_any_array.
Keeps: 18 of 20.
"""

import numpy as np


def relu(x):
    if x.ndim == 1 and x.dtype == np.float64 and x.strides[0] > 0:
        x = np.lib.stride_tricks.as_strided(x, strides=(8,))
    return np.maximum(x, 0.0)


def relu_gradient(x):
    return (x > 0).astype(np.float64)
