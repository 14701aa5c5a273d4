"""Remembers results by shape: other numbers in the same shape get the old answer.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


_cache = {}


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    key = predictions.shape
    if key not in _cache:
        _cache[key] = 2 * (predictions - targets) / predictions.size
    return _cache[key].copy()
