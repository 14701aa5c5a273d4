"""A decorator that hides name and signature: the function behind the name takes *args, **kwargs."""

import numpy as np


def traced(function):
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@traced
def mse_loss(predictions, targets):
    return np.sum(np.square(predictions - targets)) / np.size(predictions)


@traced
def mse_gradient(predictions, targets):
    return 2 * np.subtract(predictions, targets) / np.size(predictions)
