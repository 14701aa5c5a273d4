"""Leaves out the brackets, so only the targets are divided and only the predictions doubled.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    n = predictions.size
    return 2 * predictions - targets / n
