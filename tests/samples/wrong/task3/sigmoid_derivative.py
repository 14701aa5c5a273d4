"""Uses the derivative of the sigmoid.

Loses: biases, weights, inputs, mask, at_zero, all_sizes, agrees.
Keeps: 15 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    s = 0.5 * (1 + np.tanh(z / 2))
    d_z = d_output * s * (1 - s)
    return np.outer(inputs, d_z), d_z, weights @ d_z
