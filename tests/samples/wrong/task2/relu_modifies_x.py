"""Sets the negative elements of its own argument to zero.

Loses: side_effects.
"""

import numpy as np


def relu(x):
    x[x < 0] = 0
    return x


def relu_gradient(x):
    return (x > 0).astype(float)
