"""Returns the right shapes, filled with zeros.

It computes nothing.

Loses: biases, weights, inputs, weights_follow, inputs_follow, mask, agrees.
Keeps: 0 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    return np.zeros_like(weights), np.zeros_like(z), np.zeros_like(inputs)
