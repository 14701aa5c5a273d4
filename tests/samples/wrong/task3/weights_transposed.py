"""Multiplies with weights.T where weights belongs: raises, or is silently wrong if square.

Loses: inputs, inputs_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.outer(inputs, d_z)
    d_inputs = weights.T @ d_z
    return d_weights, d_z, d_inputs
