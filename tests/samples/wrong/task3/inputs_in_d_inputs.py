"""Sums the gradient of the weights for d_inputs: uses the inputs where the weights belong.

Loses: inputs, inputs_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.outer(inputs, d_z)
    return d_weights, d_z, d_weights.sum(axis=1)
