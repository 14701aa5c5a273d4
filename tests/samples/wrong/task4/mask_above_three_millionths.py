"""Takes units below 3 millionths for off.

Loses: all_sizes, agrees.
Keeps: 26 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_W2 = np.outer(h1, d_output)
    d_b2 = d_output
    d_h1 = W2 @ d_output
    d_b1 = d_h1 * (h1 > 3e-6)
    d_W1 = np.outer(x, d_b1)
    return d_W1, d_b1, d_W2, d_b2
