"""Sets the negative elements of its own argument to zero.

Loses: relu_side_effects, any_order.
Keeps: 16 of 20.
"""

import numpy as np


def relu(x):
    x[x < 0] = 0
    return x


def relu_gradient(x):
    return (x > 0).astype(float)
