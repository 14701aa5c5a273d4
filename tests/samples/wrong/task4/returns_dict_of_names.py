"""Returns a dict, with the names of the handout, where a tuple is due.

Loses: all_sizes, any_array, side_effects, float64, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_b2 = 2 * (output - y_true) / output.size
    d_b1 = (W2 @ d_b2) * (h1 > 0)
    return {"d_b2": d_b2, "d_W2": np.outer(h1, d_b2), "d_b1": d_b1, "d_W1": np.outer(x, d_b1)}
