"""mse_gradient raises an exception whose __str__ and __repr__ raise; mse_loss is right."""

import numpy as np


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError("no words for it")

    __repr__ = __str__


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    raise Unspeakable
