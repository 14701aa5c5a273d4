"""Returns the three from the last to the first.

Loses: weights_follow, inputs_follow, all_sizes, agrees.
Keeps: 18 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return weights @ d_z, d_z, np.outer(inputs, d_z)
