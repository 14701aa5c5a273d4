"""Takes np.asarray(x, dtype=float) for a copy: for float64 input it is the argument itself.

Loses: gradient_side_effects, any_order.
Keeps: 16 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    gradient = np.asarray(x, dtype=float)
    gradient[gradient > 0] = 1
    gradient[gradient <= 0] = 0
    return gradient
