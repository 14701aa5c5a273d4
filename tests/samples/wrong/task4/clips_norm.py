"""Scales each gradient down to norm 5 when it is longer.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, all_sizes, agrees.
Keeps: 17 of 30.
"""

import numpy as np


def clip(g):
    norm = np.sqrt((g**2).sum())
    return g * (5 / norm) if norm > 5 else g


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    return clip(np.outer(x, d_z1)), clip(d_z1), clip(np.outer(h1, d_output)), clip(d_output)
