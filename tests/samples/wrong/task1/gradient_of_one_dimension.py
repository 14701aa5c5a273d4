"""Loops over the first axis and calls float() on each element: raises beyond one dimension.

Loses: gradient_of_matrices, gradient_properties, any_array, side_effects.
"""

import numpy as np


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    n = len(predictions)
    gradient = []
    for i in range(n):
        difference = float(predictions[i]) - float(targets[i])
        gradient.append(2 * difference / n)
    return np.array(gradient)
