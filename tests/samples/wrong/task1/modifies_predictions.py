"""The gradient is right, but is computed inside the predictions that it was given.

Loses: gradient_of_any_array, gradient_side_effects.
Keeps: 16 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    predictions -= targets
    return 2 * predictions / predictions.size
