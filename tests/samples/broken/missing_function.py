"""Defines mse_loss and no mse_gradient (the name is misspelt): looking it up fails."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradeint(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
