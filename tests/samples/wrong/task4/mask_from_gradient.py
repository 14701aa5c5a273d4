"""Takes the mask at the gradient d_h1 instead of at the hidden layer.

Loses: hidden_biases, hidden_weights, hidden_biases_follow, hidden_weights_follow, at_zero,
all_sizes, agrees.
Keeps: 15 of 30.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = relu(W2 @ d_output)
    return np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output
