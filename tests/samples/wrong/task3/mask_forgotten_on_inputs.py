"""Forgets the ReLU mask for the gradient that is passed on.

Loses: inputs_follow, all_sizes, agrees.
Keeps: 21 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_z), d_z, weights @ d_output
