"""np.outer the wrong way round, then a reshape: the right shape, the numbers misplaced.

Loses: weights, weights_follow, all_sizes, agrees.
Keeps: 20 of 30.
"""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    d_weights = np.outer(d_z, inputs).reshape(weights.shape)
    return d_weights, d_z, weights @ d_z
