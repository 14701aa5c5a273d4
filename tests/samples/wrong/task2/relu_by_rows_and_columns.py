"""Loops over rows and columns: works for exactly two dimensions.

Loses: values, relu_of_any_array, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def relu(x):
    result = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            if x[i, j] > 0:
                result[i, j] = x[i, j]
    return result


def relu_gradient(x):
    return (x > 0).astype(float)
