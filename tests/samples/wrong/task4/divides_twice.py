"""Divides by the number of outputs in d_output and again for the first layer.

Loses: hidden_biases, hidden_weights, hidden_biases_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    n = output.size
    d_output = 2 * (output - y_true) / n
    d_z1 = (W2 @ d_output) * (h1 > 0) / n
    return np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
