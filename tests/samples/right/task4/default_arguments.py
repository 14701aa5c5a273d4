"""Takes more parameters, with defaults, and prints the loss when called."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output, activation="relu", scale=2):
    print("loss", mse_loss(output, y_true))
    d_output = scale * (output - y_true) / output.size
    d_h1 = d_output @ np.transpose(W2)
    if activation == "relu":
        d_h1 = np.where(h1 > 0, d_h1, 0)
    return np.outer(x, d_h1), d_h1.copy(), np.outer(h1, d_output), d_output.copy()
