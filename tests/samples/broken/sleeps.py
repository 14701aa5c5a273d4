"""mse_gradient sleeps for a day; mse_loss is right."""

import time

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    time.sleep(86400)
    return 2 * (predictions - targets) / predictions.size
