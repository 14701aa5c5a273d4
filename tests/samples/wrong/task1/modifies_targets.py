"""The gradient is right, but the targets hold the error afterwards.

Loses: side_effects.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    targets -= predictions
    return -2 * targets / targets.size
