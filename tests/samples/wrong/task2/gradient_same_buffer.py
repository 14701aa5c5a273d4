"""Writes into one buffer for each shape: a later call overwrites an earlier result.

Loses: gradient_side_effects, any_order.
Keeps: 16 of 20.
"""

import numpy as np


_buffers = {}


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    buffer = _buffers.setdefault(x.shape, np.zeros(x.shape))
    buffer[...] = x > 0
    return buffer
