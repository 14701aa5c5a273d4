"""Copies and clears what is not active, always on arrays of its own."""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = np.array(d_output, dtype=float)
    d_z[~(z > 0)] = 0.0
    d_weights = np.tile(d_z, (len(inputs), 1)) * inputs.reshape(len(inputs), 1)
    return d_weights, d_z, np.sum(weights * d_z, axis=-1)
