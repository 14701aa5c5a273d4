"""np.where for both."""

import numpy as np


def relu(x):
    return np.where(x > 0, x, 0)


def relu_gradient(x):
    return np.where(x > 0, 1.0, 0.0)
