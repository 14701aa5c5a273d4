"""Works with rows of a matrix and returns biases of shape (1, n).

Loses: output_biases, hidden_biases, hidden_biases_follow, at_zero, all_sizes, agrees.
Keeps: 17 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true)[None, :] / output.size
    d_z1 = (d_output @ W2.T) * (h1 > 0)
    return x[:, None] @ d_z1, d_z1, h1[:, None] @ d_output, d_output
