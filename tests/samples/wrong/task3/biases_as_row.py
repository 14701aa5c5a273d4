"""Returns d_biases as a matrix of one row, (1, n_out).

Loses: biases, mask, all_sizes, agrees.
Keeps: 23 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = (d_output * (z > 0)).reshape(1, -1)
    d_weights = inputs.reshape(-1, 1) @ d_z
    d_inputs = (d_z @ weights.T).ravel()
    return d_weights, d_z, d_inputs
