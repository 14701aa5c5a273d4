"""The plain solution: np.maximum and a comparison cast to float."""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (x > 0).astype(float)
