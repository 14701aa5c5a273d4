"""Keeps a velocity from call to call.

Loses: one_array, all_arrays, proportional.
"""

import numpy as np

velocities = {}


def gradient_descent_update(parameters, gradients, learning_rate):
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        v = velocities.get((i, p.shape), np.zeros_like(p))
        velocities[i, p.shape] = 0.9 * v - learning_rate * g
        p += velocities[i, p.shape]
