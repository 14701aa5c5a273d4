"""Takes a pre-activation that is hardly above 0 for 0.

Loses: mask, all_sizes, agrees.
Keeps: 24 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 1e-3)
    return np.outer(inputs, d_z), d_z, weights @ d_z
