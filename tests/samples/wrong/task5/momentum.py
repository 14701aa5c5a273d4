"""Keeps a velocity from call to call.

It makes several slips.

Loses: one_array, some_array, all_arrays, proportional, goes_on, views.
Keeps: 8 of 20.
"""

import numpy as np

velocities = {}


def gradient_descent_update(parameters, gradients, learning_rate):
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        v = velocities.get((i, p.shape), np.zeros_like(p))
        velocities[i, p.shape] = 0.9 * v - learning_rate * g
        p += velocities[i, p.shape]
