"""mse_gradient divides by zero and is infinite; mse_loss is infinite."""

import numpy as np


def mse_loss(predictions, targets):
    return float("inf")


def mse_gradient(predictions, targets):
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * (predictions - targets) / 0.0
