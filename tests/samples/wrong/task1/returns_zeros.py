"""Returns the right shapes, filled with zeros.

It computes nothing.

Loses: loss_of_vectors, loss_of_matrices, loss_properties, gradient_of_vectors,
gradient_of_matrices, gradient_properties, agrees.
Keeps: 0 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros(predictions.shape)
