"""Takes the derivative at zero to be 1: the mistake that task 3 imports."""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (x >= 0).astype(float)
