"""Looks at the sign bit and takes both zeros out."""

import numpy as np


def relu(x):
    return np.where(np.signbit(x), 0, x)


def relu_gradient(x):
    positive = np.logical_and(np.logical_not(np.signbit(x)), x != 0)
    return np.asarray(positive, dtype=float)
