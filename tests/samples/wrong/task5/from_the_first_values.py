"""Remembers where a parameter began, and steps from there each time.

Loses: one_array, all_arrays, proportional.
"""

starts = {}


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        start = starts.setdefault(p.shape, p.copy())
        p[...] = start - learning_rate * g
