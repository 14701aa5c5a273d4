"""Takes the mask that the last relu of an array of this shape left behind, if there was one.

Loses: gradient, any_order.
Keeps: 11 of 20.
"""

import numpy as np

_masks = {}


def relu(x):
    _masks[x.shape] = x > 0
    return np.maximum(x, 0.0)


def relu_gradient(x):
    return np.array(_masks.get(x.shape, x > 0), dtype=np.float64)
