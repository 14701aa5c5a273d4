"""Normalises the gradient at the pre-activation to length 1.

Loses: biases, weights, inputs, mask, all_sizes, agrees.
Keeps: 18 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_z = d_z / (np.linalg.norm(d_z) + 1e-12)
    return np.outer(inputs, d_z), d_z, weights @ d_z
