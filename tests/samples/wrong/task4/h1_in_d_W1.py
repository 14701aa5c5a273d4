"""Uses h1 where the input x belongs in d_W1.

Loses: hidden_weights, hidden_weights_follow, all_sizes, agrees.
Keeps: 21 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    return np.outer(h1, d_z1), d_z1, np.outer(h1, d_output), d_output
