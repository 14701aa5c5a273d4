"""Takes the derivative at zero to be 1: compares with >= where > is due.

Loses: at_zero, agrees.
Keeps: 18 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (x >= 0).astype(float)
