"""Lets a hundredth of the gradient through where z is negative.

Loses: masked_weights, masked_biases, masked_inputs, mask, dead_layer, agrees.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = np.where(z > 0, d_output, 0.01 * d_output)
    return np.outer(inputs, d_z), d_z, weights @ d_z
