"""Adds d_weights up over the calls: right the first time only.

Loses: weights, weights_follow, all_sizes, any_array, side_effects.
Keeps: 15 of 30.
"""

import numpy as np


class Gradients:
    weights = {}


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    total = Gradients.weights.get(weights.shape, 0.0)
    Gradients.weights[weights.shape] = total + np.outer(inputs, d_z)
    return Gradients.weights[weights.shape], d_z, weights @ d_z
