"""Remembers the mask of the first call for each shape and uses it from then on.

Loses: mask, all_sizes, agrees.
Keeps: 24 of 30.
"""

import numpy as np


_masks = {}


def layer_backward(d_output, inputs, weights, z):
    mask = _masks.setdefault(weights.shape, z > 0)
    d_z = d_output * mask
    return np.outer(inputs, d_z), d_z, weights @ d_z
