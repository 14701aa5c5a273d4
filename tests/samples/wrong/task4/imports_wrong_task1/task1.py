"""The factor 2 is missing in the gradient: the mistake that task 4 imports."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return (predictions - targets) / predictions.size
