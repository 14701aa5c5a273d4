"""Computes in single precision, and writes into float64 arrays."""

import numpy as np


def single(*arrays):
    return [np.asarray(array, dtype=np.float32) for array in arrays]


def gradient_descent_update(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        p, g = single(parameter, gradient)
        parameter[...] = p - np.float32(learning_rate) * g
