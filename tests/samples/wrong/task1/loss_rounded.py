"""Rounds the loss to four decimals, to make it look nice.

Loses: loss_of_vectors, loss_of_matrices, loss_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return round(float(np.mean((predictions - targets) ** 2)), 4)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
