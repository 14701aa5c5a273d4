"""mse_gradient returns the right numbers in an array of objects; mse_loss is right."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return (2 * (predictions - targets) / predictions.size).astype(object)
