"""Squares predictions and targets before subtracting them."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean(predictions**2 - targets**2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
