"""Returns relu itself in place of its derivative."""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return relu(x)
