"""Returns both weight gradients first and both bias gradients after them.

Loses: output_weights_follow, hidden_biases_follow, hidden_weights_follow, at_zero, all_sizes,
agrees.
Keeps: 16 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_W2 = np.outer(h1, d_output)
    d_b2 = d_output
    d_z1 = (W2 @ d_output) * (h1 > 0)
    d_W1 = np.outer(x, d_z1)
    d_b1 = d_z1
    return d_W1, d_W2, d_b1, d_b2
