"""Divides the inputs out again: where one is 0, its gradient is no number.

Loses: inputs_follow, all_sizes, any_array.
Keeps: 19 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.outer(inputs, d_z)
    return d_weights, d_z, np.sum(weights * d_weights, axis=1) / inputs
