"""A decorator around both functions checks the shapes and converts to float64."""

from functools import wraps

import numpy as np


def same_shape(function):
    @wraps(function)
    def checked(predictions, targets):
        if predictions.shape != targets.shape:
            raise ValueError("shapes differ")
        return function(predictions.astype(np.float64), targets.astype(np.float64))

    return checked


@same_shape
def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


@same_shape
def mse_gradient(predictions, targets):
    predictions -= targets
    predictions *= 2 / predictions.size
    return predictions
