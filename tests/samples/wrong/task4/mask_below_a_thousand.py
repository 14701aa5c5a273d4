"""Lets nothing pass a hidden unit that is "saturated", above a thousand.

Loses: all_sizes.
Keeps: 27 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * ((h1 > 0) & (h1 < 1000))
    return np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
