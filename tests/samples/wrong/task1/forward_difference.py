"""A one-sided numerical gradient with a step of 0.001: off by the step over n in every element.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    h = 1e-3
    p = predictions.astype(float)
    base = mse_loss(p, targets)
    gradient = np.zeros(p.shape)
    for index in np.ndindex(p.shape):
        moved = p.copy()
        moved[index] += h
        gradient[index] = (mse_loss(moved, targets) - base) / h
    return gradient
