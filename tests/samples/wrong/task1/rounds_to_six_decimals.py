"""Rounds the gradient to six decimals, which wipes out small errors.

Loses: gradient_of_vectors, gradient_of_matrices, agrees.
Keeps: 15 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return np.round(2 * (predictions - targets) / predictions.size, 6)
