"""Right numbers, but the mask is multiplied into the argument d_output.

Loses: side_effects.
Keeps: 27 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_output *= z > 0
    return np.outer(inputs, d_output), d_output, weights @ d_output
