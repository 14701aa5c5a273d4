"""Adds the gradient of an L2 penalty on the weights.

Loses: output_weights, hidden_weights, output_weights_follow, hidden_weights_follow, at_zero,
all_sizes, agrees.
Keeps: 15 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    lam = 0.001
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    d_W1 = np.outer(x, d_z1) + 2 * lam * W1
    d_W2 = np.outer(h1, d_output) + 2 * lam * W2
    return d_W1, d_z1, d_W2, d_output
