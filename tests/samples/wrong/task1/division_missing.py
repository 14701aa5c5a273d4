"""Never divides by the number of elements: the gradient of the sum, not of the mean.

Loses: gradient_of_vectors, gradient_of_matrices, agrees.
Keeps: 15 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets)
