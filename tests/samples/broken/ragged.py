"""mse_gradient returns nested lists of unequal lengths, which make no array; mse_loss is right."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    gradient = 2 * (predictions - targets) / predictions.size
    return [gradient.ravel().tolist(), [0.0] * (predictions.size + 1)]
