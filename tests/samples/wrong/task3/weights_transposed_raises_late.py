"""Multiplies by the transpose, which fits square layers only, and asks for the outer product in the wrong order.

It makes several slips.

Loses: weights, inputs, weights_follow, inputs_follow, all_sizes, agrees.
Keeps: 13 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.outer(d_z, inputs), d_z, weights.T @ d_z
