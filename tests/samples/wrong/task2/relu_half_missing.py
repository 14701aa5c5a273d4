"""Adds the absolute value and forgets to halve: twice too large."""

import numpy as np


def relu(x):
    return x + np.abs(x)


def relu_gradient(x):
    return (x > 0).astype(float)
