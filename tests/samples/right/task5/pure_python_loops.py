"""Goes through every element."""

import numpy as np


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        for index in np.ndindex(p.shape):
            p[index] = float(p[index]) - learning_rate * float(g[index])
