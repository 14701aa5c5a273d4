"""Returns the sign: -1 where 0 is due.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.sign(x)
