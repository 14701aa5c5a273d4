"""Goes through the elements of a vector: there is nothing for arrays with more dimensions.

Loses: relu_of_any_array, gradient_of_any_array, agrees.
Keeps: 15 of 20.
"""

import numpy as np


def relu(x):
    return np.array([max(0.0, value) for value in x])


def relu_gradient(x):
    return np.array([1.0 if value > 0 else 0.0 for value in x])
