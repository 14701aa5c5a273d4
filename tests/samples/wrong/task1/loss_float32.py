"""The loss is right, but comes back as a float32.

It costs a trifle.

Loses: float64.
Keeps: 19 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.float32(np.mean((predictions - targets) ** 2))


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
