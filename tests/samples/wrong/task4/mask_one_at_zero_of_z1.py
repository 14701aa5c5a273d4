"""Computes z1 anew and lets the gradient through where it is exactly zero.

Loses: at_zero, all_sizes.
Keeps: 26 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    z1 = x @ W1 + b1
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (z1 >= 0)
    return np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
