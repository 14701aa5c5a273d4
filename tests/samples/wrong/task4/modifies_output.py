"""Right numbers, but the error is computed inside the argument output.

Loses: any_array, side_effects.
Keeps: 24 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    output -= y_true
    output *= 2 / output.size
    d_z1 = (W2 @ output) * (h1 > 0)
    return np.outer(x, d_z1), d_z1, np.outer(h1, output), output
