"""Loops over the active units and leaves the rest at zero."""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_weights = np.zeros(weights.shape)
    d_biases = np.zeros(z.shape)
    d_inputs = np.zeros(inputs.shape)
    for j in np.flatnonzero(z > 0):
        d_weights[:, j] = inputs * d_output[j]
        d_biases[j] = d_output[j]
        d_inputs += weights[:, j] * d_output[j]
    return d_weights, d_biases, d_inputs
