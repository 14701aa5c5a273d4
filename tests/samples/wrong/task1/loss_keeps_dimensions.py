"""The loss keeps the axes: an array with one element where a scalar is due.

Loses: loss_of_vectors, loss_of_matrices, loss_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2, keepdims=True)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
