"""Divides by shape[0], the number of samples, and forgets that the mean runs over every element.

Loses: gradient_of_matrices, agrees.
Keeps: 17 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    batch = predictions.shape[0]
    d = predictions - targets
    return (2 / batch) * d
