"""Divides by d_output to get the mask back: no number where it is 0.

Loses: inputs, inputs_follow, all_sizes, any_array.
Keeps: 17 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_inputs = weights @ (d_z / d_output * d_output)
    return np.outer(inputs, d_z), d_z, d_inputs
