"""Remembers the mask of this very array, whatever it holds by now.

Loses: gradient_side_effects, any_order.
Keeps: 16 of 20.
"""

import numpy as np

_known = {}


def relu(x):
    return np.maximum(x, 0.0)


def relu_gradient(x):
    if id(x) not in _known:
        _known[id(x)] = np.array(x > 0, dtype=np.float64), x
    return _known[id(x)][0].copy()
