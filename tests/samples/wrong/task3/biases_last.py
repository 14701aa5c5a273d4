"""Returns d_inputs and d_biases in each other's place: same shapes when the layer is square.

Loses: weights_follow, inputs_follow, mask, all_sizes, agrees.
Keeps: 16 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_z), weights @ d_z, d_z
