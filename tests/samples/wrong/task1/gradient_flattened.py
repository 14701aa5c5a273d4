"""Flattens first and never restores the shape.

Loses: gradient_of_matrices, gradient_properties, agrees.
Keeps: 16 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    p = predictions.flatten()
    t = targets.flatten()
    return 2 * (p - t) / len(p)
