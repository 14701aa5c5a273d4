"""Adds a little noise to the gradient, "to escape local minima".

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    gradient = 2 * (predictions - targets) / predictions.size
    return gradient * (1 + 0.01 * np.random.randn(*predictions.shape))
