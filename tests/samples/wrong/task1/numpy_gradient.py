"""Thinks that np.gradient differentiates a loss; it takes differences of neighbouring elements.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    squares = (predictions - targets) ** 2
    return np.gradient(squares) / predictions.size
