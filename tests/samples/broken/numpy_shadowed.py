"""Loses NumPy to a variable of the same name: np is a list when the functions run."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size


np = [1, 2, 3]
