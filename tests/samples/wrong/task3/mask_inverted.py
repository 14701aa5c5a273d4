"""Lets the gradient through where z is not positive.

Loses: biases, weights, inputs, mask, all_sizes, agrees.
Keeps: 18 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output.copy()
    d_z[z > 0] = 0
    return np.outer(inputs, d_z), d_z, weights @ d_z
