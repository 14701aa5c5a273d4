"""Halves the loss, as textbooks do, and differentiates that: consistent, but another loss.

Loses: loss_of_vectors, loss_of_matrices, gradient_of_vectors, gradient_of_matrices,
agrees.
Keeps: 11 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2) / 2


def mse_gradient(predictions, targets):
    return (predictions - targets) / predictions.size
