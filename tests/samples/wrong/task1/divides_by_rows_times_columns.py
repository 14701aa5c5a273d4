"""Takes rows times columns for the size: right for exactly two dimensions.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    rows, columns = predictions.shape[0], predictions.shape[1]
    return 2 * (predictions - targets) / (rows * columns)
