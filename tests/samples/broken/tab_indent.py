"""Mixes tabs and spaces in one block: a TabError at import."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    if predictions.size:
        n = predictions.size
	return 2 * (predictions - targets) / n
