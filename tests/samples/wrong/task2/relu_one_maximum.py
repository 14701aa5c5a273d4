"""Takes the largest element of the whole array.

Loses: values, properties, shapes, agrees.
"""

import numpy as np


def relu(x):
    return np.max(np.append(x, 0.0))


def relu_gradient(x):
    return (x > 0).astype(float)
