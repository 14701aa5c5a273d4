"""Fills the same four arrays for each shape: a later call overwrites earlier results.

Loses: side_effects.
Keeps: 27 of 30.
"""

import numpy as np


_arrays = {}


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    key = (W1.shape, W2.shape)
    if key not in _arrays:
        _arrays[key] = [np.zeros(p.shape) for p in (W1, b1, W2, b2)]
    d_W1, d_b1, d_W2, d_b2 = _arrays[key]
    np.subtract(output, y_true, out=d_b2)
    d_b2 *= 2 / output.size
    np.multiply.outer(h1, d_b2, out=d_W2)
    d_b1[:] = (W2 @ d_b2) * (h1 > 0)
    d_W1[:] = np.outer(x, d_b1)
    return d_W1, d_b1, d_W2, d_b2
