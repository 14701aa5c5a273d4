"""Right numbers, but h1 is turned into its own mask.

Loses: side_effects.
Keeps: 27 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_W2 = np.outer(h1, d_output)
    h1[h1 > 0] = 1
    d_z1 = (W2 @ d_output) * h1
    return np.outer(x, d_z1), d_z1, d_W2, d_output
