"""Takes the mask at inputs @ weights, without the biases, and not at z.

Loses: mask, all_sizes, agrees.
Keeps: 24 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    mask = (inputs @ weights > 0).astype(float)
    d_z = d_output * mask
    return np.outer(inputs, d_z), d_z, weights @ d_z
