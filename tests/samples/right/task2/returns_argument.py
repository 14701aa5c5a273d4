"""relu gives its own argument back when nothing is negative, else a copy."""

import numpy as np


def relu(x):
    if (x >= 0).all():
        return x
    return np.where(x > 0, x, 0)


def relu_gradient(x):
    step = np.ones(x.shape)
    step[x <= 0] = 0
    return step
