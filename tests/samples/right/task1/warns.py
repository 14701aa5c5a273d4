"""Raises warnings, one by hand and one by dividing by zero, and is right all the same."""

import warnings

import numpy as np


def mse_loss(predictions, targets):
    warnings.warn("mse_loss will be renamed", DeprecationWarning)
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    error = predictions - targets
    relative = error / np.zeros(error.shape)
    return np.where(np.isnan(relative), 0.0, 2 * error / error.size)
