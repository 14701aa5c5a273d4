"""Takes the mask at the inputs instead of z: raises unless the layer is square.

Loses: biases, weights, inputs, mask, all_sizes, agrees.
Keeps: 18 of 30.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (relu(inputs) > 0)
    return np.outer(inputs, d_z), d_z, weights @ d_z
