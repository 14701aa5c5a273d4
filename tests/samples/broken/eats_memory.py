"""mse_gradient fills a list until the memory is gone: a MemoryError, or the process is killed."""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    history = []
    while True:
        history.append(np.ones(2**22))
