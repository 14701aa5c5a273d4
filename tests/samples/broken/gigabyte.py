"""mse_gradient returns an array of one gigabyte; mse_loss is right."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return np.zeros(2**27)
