"""The loss is the norm of the difference: no square and no mean.

Loses: loss_of_vectors, loss_of_matrices, loss_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.linalg.norm(predictions - targets)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
