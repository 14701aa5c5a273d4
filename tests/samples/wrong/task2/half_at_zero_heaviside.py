"""Takes the derivative at zero to be 0.5, with the second argument of np.heaviside.

Loses: at_zero, agrees.
Keeps: 18 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.heaviside(x, 0.5)
