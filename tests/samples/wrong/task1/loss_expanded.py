"""Multiplies the square out: for errors far below the numbers, rounding is all that is left.

Loses: loss_of_vectors, loss_of_matrices.
Keeps: 16 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    p, t = predictions, targets
    return np.mean(p * p - 2 * p * t + t * t)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
