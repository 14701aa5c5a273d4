"""A central difference with a fixed step: 0.5 on a kink, lost in rounding for large numbers.

Loses: at_zero, all_sizes, agrees.
Keeps: 25 of 30.
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
    def loss():
        return mse_loss(forward_pass(x, *parameters)[2], y_true)

    h = 1e-6
    parameters = [p.astype(float) for p in (W1, b1, W2, b2)]
    gradients = [np.zeros(p.shape) for p in parameters]
    for p, g in zip(parameters, gradients):
        for index in np.ndindex(p.shape):
            old = p[index]
            p[index] = old + h
            up = loss()
            p[index] = old - h
            g[index] = (up - loss()) / (2 * h)
            p[index] = old
    return gradients
