"""The loss is a mean over the last axis only: one loss for each row.

Loses: loss_of_matrices, loss_properties, agrees.
Keeps: 16 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return ((predictions - targets) ** 2).mean(axis=-1)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
