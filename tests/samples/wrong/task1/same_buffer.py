"""Returns one and the same array for each shape, so a later call overwrites an earlier result.

Loses: gradient_side_effects.
Keeps: 18 of 20.
"""

import numpy as np


_buffers = {}


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    buffer = _buffers.setdefault(predictions.shape, np.empty(predictions.shape))
    np.subtract(predictions, targets, out=buffer)
    buffer *= 2 / predictions.size
    return buffer
