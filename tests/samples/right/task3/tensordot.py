"""np.tensordot for both products."""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = np.where(z > 0, d_output, 0.0)
    d_weights = np.tensordot(inputs, d_z, axes=0)
    d_inputs = np.tensordot(weights, d_z, axes=([1], [0]))
    return d_weights, d_z, d_inputs
