"""Computes everything and forgets the return.

It computes nothing.

Loses: biases, weights, inputs, weights_follow, inputs_follow, mask, agrees.
Keeps: 0 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.outer(inputs, d_z)
    d_biases = d_z
    d_inputs = weights @ d_z
