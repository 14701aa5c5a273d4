"""Gives every element the mean gradient: the right shape and the wrong numbers.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    mean = 2 * np.mean(predictions - targets) / predictions.size
    return np.full(predictions.shape, mean)
