"""mse_gradient yields its elements: a generator comes back, not an array; mse_loss is right."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    for difference in (predictions - targets).flat:
        yield 2 * difference / predictions.size
