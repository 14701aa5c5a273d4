"""A backward difference with a fixed step: right at zero, lost in rounding for large inputs.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    h = 1e-6
    return (relu(x) - relu(x - h)) / h
