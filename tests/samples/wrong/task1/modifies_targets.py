"""The gradient is right, but the targets hold the error afterwards.

Loses: gradient_of_any_array, gradient_side_effects.
Keeps: 16 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    targets -= predictions
    return -2 * targets / targets.size
