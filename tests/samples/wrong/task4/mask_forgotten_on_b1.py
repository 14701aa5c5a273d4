"""Forgets the ReLU mask for b1 only.

Loses: hidden_biases, hidden_biases_follow, hidden_weights_follow, at_zero, all_sizes, agrees.
Keeps: 17 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_h1 = W2 @ d_output
    d_W1 = np.outer(x, d_h1 * (h1 > 0))
    return d_W1, d_h1, np.outer(h1, d_output), d_output
