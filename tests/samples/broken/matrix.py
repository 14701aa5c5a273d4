"""mse_gradient returns an np.matrix: right values, always two-dimensional; n-D input raises."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return np.matrix(2 * (predictions - targets) / predictions.size)
