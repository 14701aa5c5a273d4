"""Loops over the first axis and calls float() on each element: raises beyond one dimension.

Loses: gradient_of_matrices, gradient_properties, gradient_of_any_array, gradient_side_effects,
agrees.
Keeps: 12 of 20.
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
