"""Forgets the ReLU altogether, as if the layer were linear.

Loses: mask, all_sizes, agrees.
Keeps: 24 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_weights = np.outer(inputs, d_output)
    d_biases = d_output
    d_inputs = np.dot(weights, d_output)
    return d_weights, d_biases, d_inputs
