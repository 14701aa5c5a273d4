"""Takes the absolute value for the positive part.

Loses: values, properties, shapes, agrees.
"""

import numpy as np


def relu(x):
    return np.abs(x)


def relu_gradient(x):
    return (x > 0).astype(float)
