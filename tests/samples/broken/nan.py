"""mse_gradient is nan in its first element; mse_loss is nan."""

import numpy as np


def mse_loss(predictions, targets):
    return float("nan")


def mse_gradient(predictions, targets):
    gradient = 2 * (predictions - targets) / predictions.size
    gradient[(0,) * gradient.ndim] = np.nan
    return gradient
