"""Right numbers, but the weights have taken a step afterwards.

Loses: any_array, side_effects.
Keeps: 24 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    d_W1, d_W2 = np.outer(x, d_z1), np.outer(h1, d_output)
    W1 -= 0.01 * d_W1
    W2 -= 0.01 * d_W2
    return d_W1, d_z1, d_W2, d_output
