"""mse_gradient loops for ever; mse_loss is right."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    i = 0
    gradient = np.zeros(predictions.shape)
    while i < predictions.size:
        gradient.flat[i] = 2 * (predictions.flat[i] - targets.flat[i]) / predictions.size
    return gradient
