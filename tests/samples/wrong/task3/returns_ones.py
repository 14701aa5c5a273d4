"""Returns the right shapes, filled with ones.

It computes nothing.

Loses: biases, weights, inputs, weights_follow, inputs_follow, mask, agrees.
Keeps: 0 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    return np.ones(weights.shape), np.ones(z.shape), np.ones(inputs.shape)
