"""mse_gradient asks for a number with input(), where nobody answers; mse_loss is right."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    n = int(input("How many elements? "))
    return 2 * (predictions - targets) / n
