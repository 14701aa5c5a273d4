"""The loss is a dot product over the length: a matrix, or an error, beyond one dimension.

Loses: loss_of_matrices, loss_properties, loss_of_any_array, loss_side_effects, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    difference = predictions - targets
    return np.dot(difference, difference) / len(difference)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
