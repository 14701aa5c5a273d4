"""Differentiates the mean of the squared predictions; the targets are never used."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * predictions / predictions.size
