"""An if on the whole array: a ValueError unless there is one element, and the shape is lost.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    if x > 0:
        return 1.0
    else:
        return 0.0
