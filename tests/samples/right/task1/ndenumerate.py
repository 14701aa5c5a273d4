"""Visits every element with np.ndenumerate."""

import numpy as np


def mse_loss(predictions, targets):
    total = 0.0
    count = 0
    for index, p in np.ndenumerate(predictions):
        total += (p - targets[index]) ** 2
        count += 1
    return total / count


def mse_gradient(predictions, targets):
    gradient = np.zeros(predictions.shape)
    for index, p in np.ndenumerate(predictions):
        gradient[index] = 2 * (p - targets[index]) / predictions.size
    return gradient
