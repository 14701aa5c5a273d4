"""Takes errors below a thousandth of the predictions for rounding, and leaves them out.

Loses: gradient_of_vectors, gradient_of_matrices, agrees.
Keeps: 15 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    error = predictions - targets
    error = np.where(np.abs(error) < 1e-3 * np.abs(predictions), 0.0, error)
    return 2 * error / predictions.size
