"""Returns the loss as a formatted text.

Loses: loss_of_vectors, loss_of_matrices, loss_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    loss = np.mean((predictions - targets) ** 2)
    return f"{loss:.12g}"


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
