"""Loops over 3 inputs and 4 outputs, the sizes of the example.

It makes several slips.

Loses: biases, weights, inputs, weights_follow, inputs_follow, mask, agrees.
Keeps: 0 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_weights = np.zeros((3, 4))
    d_biases = np.zeros(4)
    d_inputs = np.zeros(3)
    for j in range(4):
        if z[j] > 0:
            d_biases[j] = d_output[j]
            for i in range(3):
                d_weights[i, j] = inputs[i] * d_output[j]
                d_inputs[i] += weights[i, j] * d_output[j]
    return d_weights, d_biases, d_inputs
