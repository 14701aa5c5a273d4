"""Clips the gradient at the pre-activation to -1 ... 1.

Loses: biases, weights, inputs, all_sizes, agrees.
Keeps: 20 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = np.clip(d_output * (z > 0), -1.0, 1.0)
    return np.outer(inputs, d_z), d_z, weights @ d_z
