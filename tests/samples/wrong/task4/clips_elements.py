"""Clips all gradients to -1 ... 1 against explosion: wrong for large ones only.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, all_sizes, agrees.
Keeps: 17 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    gradients = np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
    return tuple(np.clip(g, -1, 1) for g in gradients)
