"""Scales the gradient down to norm 1 when it is longer.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    gradient = 2 * (predictions - targets) / predictions.size
    norm = np.sqrt(np.sum(gradient**2))
    return gradient / max(norm, 1.0)
