"""Takes reshape(-1) for a copy: in contiguous memory it is the argument itself that changes.

Loses: gradient_of_any_array, gradient_side_effects.
Keeps: 16 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    difference = predictions.reshape(-1)
    difference -= targets.reshape(-1)
    return (2 * difference / difference.size).reshape(predictions.shape)
