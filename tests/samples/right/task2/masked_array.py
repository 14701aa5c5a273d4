"""A masked array, filled before it is returned."""

import numpy as np


def relu(x):
    return np.ma.masked_less(x, 0).filled(0)


def relu_gradient(x):
    ones = np.ma.array(np.ones(x.shape), mask=x <= 0)
    return ones.filled(0.0)
