"""Loss and gradient of the mean absolute error.

It makes several slips.

Loses: loss_of_vectors, loss_of_matrices, loss_properties, gradient_of_vectors,
gradient_of_matrices, gradient_properties, agrees.
Keeps: 0 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean(np.abs(predictions - targets))


def mse_gradient(predictions, targets):
    return np.sign(predictions - targets) / predictions.size
