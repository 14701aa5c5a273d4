"""Adds the absolute value and forgets to halve: twice too large.

Loses: values, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return x + np.abs(x)


def relu_gradient(x):
    return (x > 0).astype(float)
