"""Returns the right shapes, filled with zeros.

It computes nothing.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, output_weights_follow,
hidden_biases_follow, hidden_weights_follow, agrees.
Keeps: 0 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    return tuple(np.zeros(array.shape) for array in (W1, b1, W2, b2))
