"""Writes into ravel() of the result, which is a copy when the memory is in Fortran order.

Loses: gradient_of_any_array.
Keeps: 18 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    gradient = np.zeros_like(predictions, dtype=float)
    flat = gradient.ravel()
    for i, (p, t) in enumerate(zip(predictions.ravel(), targets.ravel())):
        flat[i] = 2 * (p - t) / predictions.size
    return gradient
