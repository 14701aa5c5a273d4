"""Tries its functions out with wrong shapes at the end of the file: a ValueError at import."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size


print(mse_gradient(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0])))
