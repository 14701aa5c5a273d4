"""The loss is a 0-d array, the gradient a Fortran-ordered one."""

import numpy as np


def mse_loss(predictions, targets):
    return np.array(np.mean((predictions - targets) ** 2))


def mse_gradient(predictions, targets):
    return np.asfortranarray(2 * (predictions - targets) / predictions.size)
