"""Takes the mask alone for d_biases, without the gradient that arrives.

Loses: biases, weights_follow, inputs_follow, mask, all_sizes, agrees.
Keeps: 15 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    mask = (z > 0).astype(float)
    d_z = d_output * mask
    return np.outer(inputs, d_z), mask, weights @ d_z
