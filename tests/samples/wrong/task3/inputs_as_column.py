"""Returns d_inputs as a matrix of one column, (n_in, 1).

Loses: inputs, inputs_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = (d_output * (z > 0))[:, None]
    return inputs[:, None] @ d_z.T, d_z[:, 0], weights @ d_z
