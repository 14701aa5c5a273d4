"""(x + |x|) / 2, which is exact, and the same formula on the sign."""

import numpy as np


def relu(x):
    return (x + np.abs(x)) / 2


def relu_gradient(x):
    s = np.sign(x)
    return (s + np.abs(s)) / 2
