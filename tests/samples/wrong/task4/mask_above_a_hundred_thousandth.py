"""Takes a hidden unit for on from 1e-5 on, "for numerical stability".

Loses: all_sizes, agrees.
Keeps: 26 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 1e-5)
    return np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
