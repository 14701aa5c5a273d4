"""More parameters than asked for, all with default values."""

import numpy as np


def mse_loss(predictions, targets, weights=None, axis=None):
    return np.average((predictions - targets) ** 2, weights=weights, axis=axis)


def mse_gradient(predictions, targets, scale=1.0, *, verbose=False):
    gradient = 2 * scale * (predictions - targets) / predictions.size
    if verbose:
        print(gradient)
    return gradient
