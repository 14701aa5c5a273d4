"""Applies relu to the incoming gradient as well: only positive gradients get through.

Loses: biases, weights, inputs, mask, all_sizes, agrees.
Keeps: 18 of 30.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def layer_backward(d_output, inputs, weights, z):
    d_z = relu(d_output) * (z > 0)
    return np.outer(inputs, d_z), d_z, weights @ d_z
