"""Returns a dict of names where a tuple is due.

Loses: all_sizes, any_array, side_effects, float64, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return {
        "d_weights": np.outer(inputs, d_z),
        "d_biases": d_z,
        "d_inputs": weights @ d_z,
    }
