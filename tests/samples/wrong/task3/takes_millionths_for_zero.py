"""Leaves out elements of d_output that are next to nothing.

Loses: all_sizes, agrees.
Keeps: 26 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = np.where(np.abs(d_output) < 1e-5, 0.0, d_output) * (z > 0)
    return np.outer(inputs, d_z), d_z, weights @ d_z
