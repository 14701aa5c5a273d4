"""Has the parameters in the wrong order: the loss does not mind, the gradient changes its sign.

Loses: gradient_of_vectors, gradient_of_matrices, gradient_properties, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def mse_loss(targets, predictions):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(targets, predictions):
    return 2 * (predictions - targets) / predictions.size
