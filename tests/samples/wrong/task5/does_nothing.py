"""Does nothing at all.

It computes nothing.

Loses: one_array, some_array, all_arrays, in_place.
Keeps: 0 of 20.
"""

import numpy as np


def gradient_descent_update(parameters, gradients, learning_rate):
    np.shape(learning_rate)
