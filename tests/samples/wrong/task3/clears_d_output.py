"""Right numbers, but d_output is set to zero in place where the unit is off.

Loses: side_effects.
Keeps: 27 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output
    d_z[z <= 0] = 0
    return np.outer(inputs, d_z), d_z.copy(), weights @ d_z
