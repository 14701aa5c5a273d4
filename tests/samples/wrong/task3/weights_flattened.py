"""Returns d_weights as one long row.

Loses: weights, weights_follow, all_sizes, agrees.
Keeps: 20 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = [i * d for i in inputs for d in d_z]
    return d_weights, d_z, weights @ d_z
