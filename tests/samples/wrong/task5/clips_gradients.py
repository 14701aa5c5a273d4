"""Clips the gradients to 1.

Loses: one_array, some_array, all_arrays, proportional.
Keeps: 12 of 20.
"""

import numpy as np


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= np.clip(learning_rate * g, -1, 1)
