"""Takes the largest element of the whole array.

Loses: values, relu_of_any_array, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def relu(x):
    return np.max(np.append(x, 0.0))


def relu_gradient(x):
    return (x > 0).astype(float)
