"""Differentiates with respect to the targets: the chain rule's -1 is applied once too often.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    error = predictions - targets
    inner = -1
    return 2 * error * inner / predictions.size
