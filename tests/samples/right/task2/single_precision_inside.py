"""Computes in single precision, and returns float64."""

import numpy as np


def single(*arrays):
    return [np.asarray(array, dtype=np.float32) for array in arrays]


def relu(x):
    (x,) = single(x)
    return np.array(np.maximum(x, 0), dtype=np.float64)


def relu_gradient(x):
    (x,) = single(x)
    return np.array(x > 0, dtype=np.float64)
