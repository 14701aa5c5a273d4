"""Clips to 0 ... 1 and rounds up."""

import numpy as np


def relu(x):
    return np.maximum(x, np.zeros_like(x))


def relu_gradient(x):
    return np.ceil(np.clip(x, 0.0, 1.0))
