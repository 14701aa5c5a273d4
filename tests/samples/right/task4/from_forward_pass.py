"""Ignores h1 and output and runs the forward pass again."""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def forward_pass(x, W1, b1, W2, b2):
    z1 = x @ W1 + b1
    h1 = relu(z1)
    output = h1 @ W2 + b2
    return z1, h1, output


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    z1, h1, output = forward_pass(x, W1, b1, W2, b2)
    d_z2 = 2 / len(output) * (output - y_true)
    d_z1 = d_z2 @ W2.T
    d_z1[z1 <= 0] = 0
    return x[:, None] * d_z1, d_z1, h1[:, None] * d_z2, d_z2
