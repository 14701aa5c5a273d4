"""Computes the output anew from h1 @ W2 and forgets b2.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, all_sizes, agrees.
Keeps: 17 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    error = h1 @ W2 - y_true
    d_output = 2 * error / error.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    return np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
