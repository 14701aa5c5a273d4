"""Remembers where a parameter began, and steps from there each time.

Loses: one_array, some_array, all_arrays, proportional, goes_on.
Keeps: 10 of 20.
"""

starts = {}


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        start = starts.setdefault(p.shape, p.copy())
        p[...] = start - learning_rate * g
