"""np.where with its two values swapped: 1 where the input is not positive.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.where(x > 0, 0.0, 1.0)
