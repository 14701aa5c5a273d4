"""Forgets the ReLU mask for the weights only.

Loses: weights_follow, all_sizes, agrees.
Keeps: 23 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_output), d_z, weights @ d_z
