"""Divides d_weights by the number of inputs, taking it for a batch.

Loses: weights, weights_follow, all_sizes, agrees.
Keeps: 20 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_z) / len(inputs), d_z, weights @ d_z
