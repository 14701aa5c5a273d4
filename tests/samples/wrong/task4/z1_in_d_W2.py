"""Uses the pre-activation z1 where the hidden layer h1 belongs in d_W2.

Loses: output_weights, output_weights_follow, all_sizes, agrees.
Keeps: 21 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    z1 = x @ W1 + b1
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (z1 > 0)
    return np.outer(x, d_z1), d_z1, np.outer(z1, d_output), d_output
