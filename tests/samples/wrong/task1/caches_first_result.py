"""Computes the gradient on the first call and returns that one ever after.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


_cached = None


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    global _cached
    if _cached is None:
        _cached = 2 * (predictions - targets) / predictions.size
    return _cached
