"""Divides x out again: where it is 0, the gradient is no number.

Loses: hidden_biases_follow, hidden_weights_follow, at_zero, all_sizes, any_array.
Keeps: 17 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_b2 = 2 * (output - y_true) / output.size
    d_b1 = (W2 @ d_b2) * (h1 > 0)
    d_W1 = np.outer(x, d_b1)
    return d_W1, np.mean(d_W1 / x[:, None], axis=0), np.outer(h1, d_b2), d_b2
