"""mse_gradient is an array, not a function: calling it raises a TypeError."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


mse_gradient = np.zeros(3)
