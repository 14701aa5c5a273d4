"""The loss is a mean over axis 0 only: an array for everything but 1-D input.

Loses: loss_of_matrices, loss_properties, agrees.
Keeps: 16 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2, axis=0)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
