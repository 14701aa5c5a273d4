"""Adds the absolute value and forgets to halve: twice too large.

Loses: values, properties, shapes, agrees.
"""

import numpy as np


def relu(x):
    return x + np.abs(x)


def relu_gradient(x):
    return (x > 0).astype(float)
