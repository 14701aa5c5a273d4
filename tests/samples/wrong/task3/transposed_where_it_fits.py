"""Transposes when the shapes ask for it and not otherwise: wrong for a square layer alone.

Loses: inputs, inputs_follow, all_sizes.
Keeps: 20 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    if weights.shape[0] == len(d_z):
        d_inputs = d_z @ weights
    else:
        d_inputs = d_z @ weights.T
    return np.outer(inputs, d_z), d_z, d_inputs
