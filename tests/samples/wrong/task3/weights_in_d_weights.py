"""Uses the weights where the inputs belong; broadcasting makes the shape right.

Loses: weights, weights_follow, all_sizes, agrees.
Keeps: 20 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return weights * d_z, d_z, weights @ d_z
