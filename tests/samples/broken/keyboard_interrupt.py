"""mse_gradient raises a KeyboardInterrupt; mse_loss is right."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    raise KeyboardInterrupt
