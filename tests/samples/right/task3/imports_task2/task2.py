"""A right second task, for the third to import."""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.where(x > 0, 1.0, 0.0)
