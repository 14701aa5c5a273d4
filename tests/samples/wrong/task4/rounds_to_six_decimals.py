"""Rounds the gradients to six decimals: small ones lose their digits.

Loses: output_weights, output_weights_follow, hidden_biases_follow, hidden_weights_follow,
all_sizes, agrees.
Keeps: 15 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    gradients = np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
    return [np.round(g, 6) for g in gradients]
