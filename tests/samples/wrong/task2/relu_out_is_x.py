"""Lets np.maximum write its result over the argument.

Loses: side_effects.
"""

import numpy as np


def relu(x):
    return np.maximum(x, 0, out=x)


def relu_gradient(x):
    return (x > 0).astype(float)
