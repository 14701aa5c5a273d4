"""The gradient is right, but is computed inside the predictions that it was given.

Loses: side_effects.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    predictions -= targets
    return 2 * predictions / predictions.size
