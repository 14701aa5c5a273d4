"""Leaves out the brackets, so only the targets are divided and only the predictions doubled."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    n = predictions.size
    return 2 * predictions - targets / n
