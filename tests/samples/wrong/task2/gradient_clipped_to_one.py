"""Clips the input to 0 ... 1: right for whole numbers, wrong between 0 and 1.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return np.clip(x, 0, 1)
