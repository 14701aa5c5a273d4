"""Lets the gradient through where z is exactly zero.

Loses: at_zero, all_sizes.
Keeps: 24 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z >= 0)
    return np.outer(inputs, d_z), d_z, weights @ d_z
