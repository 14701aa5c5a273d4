"""Loops over the outputs, and stops at the fourth.

Loses: all_sizes, agrees.
Keeps: 26 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_b2 = 2 * (output - y_true) / output.size
    d_h1 = np.sum([W2[:, k] * d_b2[k] for k in range(min(4, output.size))], axis=0)
    d_b1 = d_h1 * (h1 > 0)
    return np.outer(x, d_b1), d_b1, np.outer(h1, d_b2), d_b2
