"""Loops over the units, and stops at the fourth.

Loses: inputs, inputs_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_inputs = np.zeros(inputs.shape)
    for j in range(min(4, len(z))):
        d_inputs += weights[:, j] * d_z[j]
    return np.outer(inputs, d_z), d_z, d_inputs
