"""Leaves out errors of the output that are next to nothing.

Loses: all_sizes.
Keeps: 27 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    error = np.where(np.abs(output - y_true) < 1e-5, 0.0, output - y_true)
    d_output = 2 * error / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    return np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
