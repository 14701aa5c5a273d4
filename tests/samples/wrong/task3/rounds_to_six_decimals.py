"""Rounds d_inputs to six decimals.

Loses: inputs_follow, all_sizes, agrees.
Keeps: 21 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_z), d_z, np.round(weights @ d_z, 6)
