"""Multiplies from the wrong side, d_z @ weights: right only for symmetric weights.

Loses: inputs, inputs_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = np.where(z > 0, d_output, 0.0)
    return np.outer(inputs, d_z), d_z, np.dot(d_z, weights)
