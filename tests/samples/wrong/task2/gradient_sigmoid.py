"""Smooths the step with a steep sigmoid: 0.5 at zero and in between near it.

Loses: gradient, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return 1 / (1 + np.exp(-100 * np.clip(x, -7, 7)))
