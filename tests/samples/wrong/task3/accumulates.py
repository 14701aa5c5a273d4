"""Adds d_weights up over the calls: right the first time only.

It makes several slips.

Loses: weights, weights_follow, all_sizes, any_array, side_effects, agrees.
Keeps: 14 of 30.
"""

import numpy as np


class Gradients:
    weights = {}


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    total = Gradients.weights.get(weights.shape, 0.0)
    Gradients.weights[weights.shape] = total + np.outer(inputs, d_z)
    return Gradients.weights[weights.shape], d_z, weights @ d_z
