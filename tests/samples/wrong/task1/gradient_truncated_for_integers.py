"""Fills np.zeros_like(predictions): integer predictions make an array that cuts to integers.

Loses: gradient_of_any_array.
Keeps: 18 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    gradient = np.zeros_like(predictions)
    for index in np.ndindex(predictions.shape):
        gradient[index] = 2 * (predictions[index] - targets[index]) / predictions.size
    return gradient
