"""The import never ends."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size


while True:
    mse_loss(np.zeros(2), np.ones(2))
