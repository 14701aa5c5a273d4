"""A one-sided numerical gradient with a step of 0.001: about three digits are right.

It makes several slips.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, output_weights_follow,
hidden_biases_follow, hidden_weights_follow, agrees.
Keeps: 0 of 30.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def forward_pass(x, W1, b1, W2, b2):
    z1 = x @ W1 + b1
    h1 = relu(z1)
    output = h1 @ W2 + b2
    return z1, h1, output


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    h = 1e-3
    parameters = [np.array(p, dtype=float) for p in (W1, b1, W2, b2)]
    base = mse_loss(output, y_true)
    gradients = []
    for p in parameters:
        g = np.zeros(p.shape)
        for index in np.ndindex(p.shape):
            old = p[index]
            p[index] = old + h
            g[index] = (mse_loss(forward_pass(x, *parameters)[-1], y_true) - base) / h
            p[index] = old
        gradients.append(g)
    return tuple(gradients)
