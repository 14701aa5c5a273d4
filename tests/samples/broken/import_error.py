"""Imports a module that does not exist: a ModuleNotFoundError at import."""

import numpy as np
from my_neural_network_helpers import squared


def mse_loss(predictions, targets):
    return np.mean(squared(predictions - targets))


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
