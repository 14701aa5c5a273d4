"""Takes a unit that is hardly on for one that is off.

Loses: all_sizes, agrees.
Keeps: 26 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_b2 = 2 * (output - y_true) / output.size
    d_b1 = (W2 @ d_b2) * (h1 > 1e-3)
    return np.outer(x, d_b1), d_b1, np.outer(h1, d_b2), d_b2
