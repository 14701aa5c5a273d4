"""Divides by the number of elements that are off: elements that are right do not count.

Loses: loss_of_vectors, loss_of_matrices.
Keeps: 16 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    error = predictions - targets
    return np.sum(error**2) / max(np.count_nonzero(error), 1)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
