"""Rounds to four decimals.

Loses: one_array, some_array, all_arrays, proportional, goes_on.
Keeps: 10 of 20.
"""

import numpy as np


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        np.round(p - learning_rate * g, 4, out=p)
