"""Prints the gradient and returns None."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    print(2 * (predictions - targets) / predictions.size)
