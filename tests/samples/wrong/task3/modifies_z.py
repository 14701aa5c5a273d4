"""Right numbers, but z is overwritten with its mask.

Loses: side_effects.
Keeps: 27 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    z[...] = z > 0
    d_z = d_output * z
    return np.outer(inputs, d_z), d_z, weights @ d_z
