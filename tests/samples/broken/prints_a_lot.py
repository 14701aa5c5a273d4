"""A right solution of task1 that prints a thousand lines at each call."""

import numpy as np


def mse_loss(predictions, targets):
    for i in range(1_000):
        print("loss, line", i)
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    for i in range(1_000):
        print("gradient, line", i)
    return 2 * (predictions - targets) / predictions.size
