"""Masks the gradient that is passed on with the inputs: that is for the layer below to do.

Loses: inputs, inputs_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_inputs = (weights @ d_z) * (inputs > 0)
    return np.outer(inputs, d_z), d_z, d_inputs
