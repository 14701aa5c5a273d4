"""Has the arguments of np.outer the wrong way round: d_weights is transposed.

Loses: weights, weights_follow, all_sizes, agrees.
Keeps: 20 of 30.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.outer(d_z, inputs)
    d_biases = d_z
    d_inputs = weights @ d_z
    return d_weights, d_biases, d_inputs
