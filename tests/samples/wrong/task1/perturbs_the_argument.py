"""A numerical gradient that moves the argument itself and back, which leaves rounding behind.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_of_any_array, gradient_side_effects,
agrees.
Keeps: 11 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    h = 1e-5
    gradient = np.zeros(predictions.shape)
    for index in np.ndindex(predictions.shape):
        predictions[index] += h
        up = mse_loss(predictions, targets)
        predictions[index] -= 2 * h
        down = mse_loss(predictions, targets)
        predictions[index] += h
        gradient[index] = (up - down) / (2 * h)
    return gradient
