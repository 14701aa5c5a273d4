"""Adds every gradient to the sum of those before: right on the first call for each shape.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


_total = {}


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    gradient = 2 * (predictions - targets) / predictions.size
    _total[gradient.shape] = _total.get(gradient.shape, 0) + gradient
    return _total[gradient.shape]
