"""Takes the mask at the gradient that arrives, not at z.

Loses: biases, weights, inputs, mask, all_sizes, agrees.
Keeps: 18 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (d_output > 0)
    return np.outer(inputs, d_z), d_z, weights @ d_z
