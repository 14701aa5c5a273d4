"""Cuts relu off at 1.

Loses: values, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.clip(x, 0, 1)


def relu_gradient(x):
    return np.where(x > 0, 1.0, 0.0)
