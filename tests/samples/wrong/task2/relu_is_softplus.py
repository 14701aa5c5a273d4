"""Softplus, a smooth relative of relu, and its derivative the sigmoid.

It makes several slips.

Loses: values, gradient, agrees.
Keeps: 0 of 20.
"""

import numpy as np


def relu(x):
    return np.logaddexp(0, x)


def relu_gradient(x):
    return 0.5 * (1 + np.tanh(x / 2))
