"""Right by itself, but imports an mse_gradient from task 1 that lacks its factor 2.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, all_sizes, agrees.
Keeps: 17 of 30.
"""

import numpy as np
from task1 import mse_gradient


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = mse_gradient(output, y_true)
    d_z1 = (W2 @ d_output) * (h1 > 0)
    return np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
