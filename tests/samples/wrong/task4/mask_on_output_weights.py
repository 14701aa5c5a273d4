"""Puts the mask of the output on d_W2, as if there were a ReLU.

Loses: output_weights, output_weights_follow, all_sizes, agrees.
Keeps: 21 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_b2 = 2 * (output - y_true) / output.size
    d_b1 = (W2 @ d_b2) * (h1 > 0)
    return np.outer(x, d_b1), d_b1, np.outer(h1, d_b2 * (output > 0)), d_b2
