"""Returns the plain difference, no factor 2 and no division: right for two elements only.

Loses: gradient_of_vectors, gradient_of_matrices, agrees.
Keeps: 15 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return predictions - targets
