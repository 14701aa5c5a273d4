"""A Kronecker product of a column and a row."""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.kron(inputs.reshape(-1, 1), d_z.reshape(1, -1)), d_z, np.inner(weights, d_z)
