"""Takes the absolute value of the difference: right wherever the prediction is too high.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * np.abs(predictions - targets) / predictions.size
