"""Squares the mean instead of averaging the squares, so that errors of opposite sign cancel.

Loses: loss_of_vectors, loss_of_matrices, loss_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean(predictions - targets) ** 2


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
