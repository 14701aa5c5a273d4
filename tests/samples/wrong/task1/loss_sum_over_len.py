"""The loss divides the whole sum by the length of the first axis: right for 1-D input only.

Loses: loss_of_matrices, agrees.
Keeps: 17 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.sum((predictions - targets) ** 2) / len(predictions)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
