"""Lets np.maximum write its result over the argument.

Loses: relu_side_effects, any_order.
Keeps: 16 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(x, 0, out=x)


def relu_gradient(x):
    return (x > 0).astype(float)
