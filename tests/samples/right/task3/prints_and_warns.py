"""Prints shapes, raises a warning and returns a list of arrays."""

import warnings

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    print("shapes:", d_output.shape, inputs.shape, weights.shape, z.shape)
    if not (z > 0).any():
        warnings.warn("dead layer", RuntimeWarning)
    d_z = d_output * (z > 0)
    return [np.outer(inputs, d_z), d_z, weights @ d_z]
