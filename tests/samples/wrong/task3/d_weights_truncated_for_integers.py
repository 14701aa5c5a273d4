"""Fills np.zeros_like(weights): integer weights cut the gradient to integers.

Loses: any_array.
Keeps: 27 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.zeros_like(weights)
    for i in range(len(inputs)):
        d_weights[i] = inputs[i] * d_z
    return d_weights, d_z, weights @ d_z
