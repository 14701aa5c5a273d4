"""Steps W2 (a copy) before it is used to go back to the hidden layer.

Loses: hidden_biases, hidden_weights, hidden_biases_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_W2 = np.outer(h1, d_output)
    W2 = W2 - 0.1 * d_W2
    d_z1 = (W2 @ d_output) * (h1 > 0)
    return np.outer(x, d_z1), d_z1, d_W2, d_output
