"""Adds the lengths of the axes instead of multiplying them: right for 1-D input.

Loses: gradient_of_matrices, agrees.
Keeps: 17 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / sum(predictions.shape)
