"""Adds a negative multiple, by a ufunc with an output."""

import numpy as np


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        np.add(p, -learning_rate * g, out=p)
