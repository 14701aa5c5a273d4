"""Takes the absolute value for the positive part.

Loses: values, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.abs(x)


def relu_gradient(x):
    return (x > 0).astype(float)
