"""Keeps the weights that it saw first in this very array.

Loses: side_effects.
Keeps: 27 of 30.
"""

import numpy as np

_known = {}


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    _, W2 = _known.setdefault(id(W2), (W2, W2.copy()))
    d_b2 = 2 * (output - y_true) / output.size
    d_b1 = (W2 @ d_b2) * (h1 > 0)
    return np.outer(x, d_b1), d_b1, np.outer(h1, d_b2), d_b2
