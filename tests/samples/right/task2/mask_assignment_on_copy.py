"""Boolean-mask assignment on a copy of the input."""

import numpy as np


def relu(x):
    result = x.copy()
    result[result < 0] = 0
    return result


def relu_gradient(x):
    gradient = np.zeros(x.shape)
    gradient[x > 0] = 1
    return gradient
