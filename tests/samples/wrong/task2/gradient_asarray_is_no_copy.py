"""Takes np.asarray(x, dtype=float) for a copy: for float64 input it is the argument itself.

Loses: side_effects.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    gradient = np.asarray(x, dtype=float)
    gradient[gradient > 0] = 1
    gradient[gradient <= 0] = 0
    return gradient
