"""The loss is right, but comes back as a float32.

Loses: float64.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.float32(np.mean((predictions - targets) ** 2))


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
