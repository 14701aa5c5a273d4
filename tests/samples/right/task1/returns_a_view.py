"""Returns a reversed view of a larger array, read-only on top."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)[()]


def mse_gradient(predictions, targets):
    work = np.zeros(2 * predictions.size)
    work[::-2] = (2 * (predictions - targets) / predictions.size).ravel()
    view = work[::-2].reshape(predictions.shape)
    view.flags.writeable = False
    return view
