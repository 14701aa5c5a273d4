"""The loss is right, but subtracts the targets inside the predictions that it was given.

Loses: loss_of_any_array, loss_side_effects.
Keeps: 16 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    np.subtract(predictions, targets, out=predictions, casting="unsafe")
    return np.mean(predictions**2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
