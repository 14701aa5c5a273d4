"""d_weights is the local derivative only: the chain rule is left out.

Loses: weights, weights_follow, all_sizes, agrees.
Keeps: 20 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    mask = (z > 0).astype(float)
    d_z = d_output * mask
    return np.outer(inputs, mask), d_z, weights @ d_z
