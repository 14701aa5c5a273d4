"""Asks whether relu(z) >= 0, which always holds: no mask at all.

Loses: mask, all_sizes, agrees.
Keeps: 24 of 30.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (relu(z) >= 0)
    return np.outer(inputs, d_z), d_z, weights @ d_z
