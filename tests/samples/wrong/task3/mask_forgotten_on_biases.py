"""Forgets the ReLU mask for the biases only.

Loses: weights_follow, inputs_follow, mask, all_sizes, agrees.
Keeps: 16 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_z), d_output.copy(), weights @ d_z
