"""Lets half of the gradient through where z is exactly zero.

Loses: at_zero, all_sizes.
Keeps: 24 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * np.heaviside(z, 0.5)
    return np.outer(inputs, d_z), d_z, weights @ d_z
