"""Leaves out what it takes for missing: targets of 0.

Loses: output_weights_follow, hidden_biases_follow, hidden_weights_follow, all_sizes.
Keeps: 18 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_b2 = 2 * (output - y_true) / output.size * (y_true != 0)
    d_b1 = (W2 @ d_b2) * (h1 > 0)
    return np.outer(x, d_b1), d_b1, np.outer(h1, d_b2), d_b2
