"""Forgets the ReLU mask for the biases only.

Loses: masked_biases, mask, dead_layer, agrees.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_z), d_output.copy(), weights @ d_z
