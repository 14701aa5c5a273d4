"""A central difference with a step of 1e-6: fine around 1, lost in rounding at 1e6.

Loses: gradient_of_vectors, gradient_of_matrices, agrees.
Keeps: 15 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    h = 1e-6
    p = predictions.astype(float)
    gradient = np.zeros(p.shape)
    for index in np.ndindex(p.shape):
        up, down = p.copy(), p.copy()
        up[index] += h
        down[index] -= h
        gradient[index] = (mse_loss(up, targets) - mse_loss(down, targets)) / (2 * h)
    return gradient
