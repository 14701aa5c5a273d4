"""Returns the gradients in the order in which they are computed: the last layer first.

Loses: output_weights_follow, hidden_biases_follow, hidden_weights_follow, at_zero, all_sizes,
agrees.
Keeps: 16 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    return np.outer(h1, d_output), d_output, np.outer(x, d_z1), d_z1
