"""Right numbers, but takes a step of gradient descent on the weights on the way.

Loses: any_array, side_effects.
Keeps: 24 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.outer(inputs, d_z)
    d_inputs = weights @ d_z
    weights -= 0.01 * d_weights
    return d_weights, d_z, d_inputs
