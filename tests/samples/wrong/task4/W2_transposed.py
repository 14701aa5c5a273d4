"""The course notes' version: W2.T where W2 belongs, which raises unless n_hidden equals n_out.

Loses: hidden_biases, hidden_weights, hidden_biases_follow, all_sizes, agrees.
Keeps: 19 of 30.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (x > 0).astype(float)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / len(predictions)


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = mse_gradient(output, y_true)
    d_W2 = np.outer(h1, d_output)
    d_b2 = d_output
    d_h1 = np.dot(W2.T, d_output)
    d_z1 = d_h1 * relu_gradient(h1)
    return np.outer(x, d_z1), d_z1, d_W2, d_b2
