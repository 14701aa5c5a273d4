"""Takes arrays of equal numbers for the same array, which is not to be updated twice.

Loses: all_arrays.
Keeps: 17 of 20.
"""

import numpy as np


def gradient_descent_update(parameters, gradients, learning_rate):
    seen = []
    for parameter, gradient in zip(parameters, gradients, strict=True):
        if not any(np.array_equal(parameter, other) for other in seen):
            seen.append(parameter.copy())
            parameter -= learning_rate * gradient
