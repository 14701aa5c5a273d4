"""Flattens and lets np.einsum do the sum; the gradient is scaled by it too."""

import numpy as np


def mse_loss(predictions, targets):
    d = (predictions - targets).astype(float).ravel()
    return np.einsum("i,i->", d, d) / d.size


def mse_gradient(predictions, targets):
    d = (predictions - targets).astype(float)
    return np.einsum(",...->...", 2 / d.size, d)
