"""np.atleast_1d turns the 0-d case into an array of one element.

Loses: relu_of_any_array, gradient_of_any_array.
Keeps: 16 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(np.atleast_1d(x), 0)


def relu_gradient(x):
    return (np.atleast_1d(x) > 0).astype(float)
