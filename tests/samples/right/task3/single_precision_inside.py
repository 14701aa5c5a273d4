"""Computes in single precision, and returns float64."""

import numpy as np


def single(*arrays):
    return [np.asarray(array, dtype=np.float32) for array in arrays]


def layer_backward(d_output, inputs, weights, z):
    d_output, inputs, weights, z = single(d_output, inputs, weights, z)
    d_z = d_output * (z > 0)
    return [g.astype(np.float64) for g in (np.outer(inputs, d_z), d_z, weights @ d_z)]
