"""Multiplies matrices that do not fit: the gradient raises for all but vectors.

Loses: gradient_of_matrices, gradient_properties, gradient_of_any_array, gradient_side_effects,
agrees.
Keeps: 12 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) @ np.eye(len(predictions)) / predictions.size
