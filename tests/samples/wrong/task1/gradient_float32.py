"""The values are right, but come back as float32.

It costs a trifle.

Loses: float64.
Keeps: 19 of 20.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    gradient = 2 * (predictions - targets) / predictions.size
    return gradient.astype(np.float32)
