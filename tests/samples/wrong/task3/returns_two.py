"""Returns two of the three gradients: the one that is passed on is missing.

Loses: inputs, inputs_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.outer(inputs, d_z)
    d_biases = d_z
    return d_weights, d_biases
