"""The loss is the sum of the squares, not their mean.

Loses: loss_of_vectors, loss_of_matrices, agrees.
Keeps: 15 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.sum((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
