"""Sums d_biases to one number, as a batch would be summed.

Loses: biases, weights_follow, inputs_follow, mask, all_sizes, agrees.
Keeps: 15 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_biases = np.sum(d_z)
    return np.outer(inputs, d_z), d_biases, weights @ d_z
