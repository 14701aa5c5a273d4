"""The plain solution: three NumPy operations for each function."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
