"""Takes the mean over the units where the chain rule asks for the sum.

Loses: inputs, inputs_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_z), d_z, np.mean(weights * d_z, axis=1)
