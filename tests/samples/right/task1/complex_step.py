"""A numerical gradient by the complex step, which has no rounding to fear."""

import numpy as np


def mse_loss(predictions, targets):
    return ((predictions - targets) ** 2).sum() / predictions.size


def mse_gradient(predictions, targets):
    step = 1e-30
    gradient = np.empty(predictions.shape)
    for index in np.ndindex(*predictions.shape):
        moved = predictions.astype(complex)
        moved[index] += 1j * step
        gradient[index] = mse_loss(moved, targets).imag / step
    return gradient
