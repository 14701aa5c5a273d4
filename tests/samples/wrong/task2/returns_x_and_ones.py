"""Returns its argument, and ones.

It computes nothing.

Loses: values, gradient, agrees.
Keeps: 0 of 20.
"""

import numpy as np


def relu(x):
    return x


def relu_gradient(x):
    return np.ones(x.shape)
