"""Returns d_inputs first.

Loses: weights_follow, inputs_follow, mask, all_sizes, agrees.
Keeps: 16 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.outer(inputs, d_z)
    d_biases = d_z
    d_inputs = weights @ d_z
    return d_inputs, d_weights, d_biases
