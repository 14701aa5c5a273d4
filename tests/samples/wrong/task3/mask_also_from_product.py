"""Takes the mask at z, and at inputs @ weights as well.

Loses: mask, all_sizes, agrees.
Keeps: 24 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * ((z > 0) & (inputs @ weights > 0))
    return np.outer(inputs, d_z), d_z, weights @ d_z
