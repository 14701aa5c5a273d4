"""Clips each of the three gradients to -1 ... 1.

Loses: biases, weights, inputs, all_sizes, agrees.
Keeps: 20 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return tuple(np.clip(g, -1.0, 1.0) for g in (np.outer(inputs, d_z), d_z, weights @ d_z))
