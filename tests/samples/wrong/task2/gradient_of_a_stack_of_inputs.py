"""Lets relu put its inputs onto a stack, and takes them off again.

Loses: gradient, any_order.
Keeps: 11 of 20.
"""

import numpy as np

_inputs = []


def relu(x):
    _inputs.append(x.copy())
    return np.maximum(x, 0.0)


def relu_gradient(x):
    if _inputs and _inputs[-1].shape == x.shape:
        x = _inputs.pop()
    return np.array(x > 0, dtype=np.float64)
