"""Clips the gradients to 1.

Loses: one_array, all_arrays, proportional.
"""

import numpy as np


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= np.clip(learning_rate * g, -1, 1)
