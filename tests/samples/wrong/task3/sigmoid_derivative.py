"""Uses the derivative of the sigmoid.

Loses: weights, biases, inputs, agrees.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    s = 0.5 * (1 + np.tanh(z / 2))
    d_z = d_output * s * (1 - s)
    return np.outer(inputs, d_z), d_z, weights @ d_z
