"""Uses task 3's function for both layers; a pre-activation of ones makes the last one linear."""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (relu(z) > 0)
    return np.outer(inputs, d_z), d_z, weights @ d_z


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_W2, d_b2, d_h1 = layer_backward(d_output, h1, W2, np.ones_like(output))
    d_W1, d_b1, _ = layer_backward(d_h1, x, W1, x @ W1 + b1)
    return d_W1, d_b1, d_W2, d_b2
