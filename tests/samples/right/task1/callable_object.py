"""The two names are bound to instances of a class with __call__, not to functions."""

import numpy as np


class Loss:
    def __call__(self, predictions, targets):
        return np.average((predictions - targets) ** 2)


class Gradient:
    factor = 2.0

    def __call__(self, predictions, targets):
        return self.factor / predictions.size * (predictions - targets)


mse_loss = Loss()
mse_gradient = Gradient()
