"""Squares predictions and targets before subtracting them.

Loses: loss_of_vectors, loss_of_matrices, loss_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean(predictions**2 - targets**2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
