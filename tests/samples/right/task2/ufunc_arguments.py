"""The where and out arguments of a ufunc, on an array of its own."""

import numpy as np


def relu(x):
    out = np.zeros(x.shape, dtype=x.dtype)
    np.copyto(out, x, where=x > 0)
    return out


def relu_gradient(x):
    return np.greater(x, 0, out=np.empty(x.shape), casting="unsafe")
