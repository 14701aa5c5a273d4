"""Reads a vector from the memory that it begins in, and takes the steps between elements for granted.

Loses: loss_of_any_array.
Keeps: 18 of 20.
"""

import numpy as np


def raw(array):
    if array.ndim == 1 and array.dtype == np.float64 and array.strides[0] > 0:
        return np.lib.stride_tricks.as_strided(array, strides=(8,))
    return array


def mse_loss(predictions, targets):
    return np.mean((raw(predictions) - raw(targets)) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
