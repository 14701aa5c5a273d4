"""Takes any number but zero for true, the negative ones too.

Loses: gradient, shapes, agrees.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.where(x, 1.0, 0.0)
