"""Puts the textbook's 1/2 in front of the loss, but not of the gradient.

Loses: loss_of_vectors, loss_of_matrices, agrees.
Keeps: 15 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return 0.5 * np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
