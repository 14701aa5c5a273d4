"""Lets a hundredth of the gradient through where z is negative.

Loses: mask, all_sizes, agrees.
Keeps: 24 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = np.where(z > 0, d_output, 0.01 * d_output)
    return np.outer(inputs, d_z), d_z, weights @ d_z
