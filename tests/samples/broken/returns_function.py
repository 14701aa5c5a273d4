"""mse_gradient returns a function that would compute the gradient; mse_loss is right."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return lambda: 2 * (predictions - targets) / predictions.size
