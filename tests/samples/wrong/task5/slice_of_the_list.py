"""Replaces what the list holds in one go.

Loses: one_array, all_arrays, proportional.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    parameters[:] = [p - learning_rate * g for p, g in zip(parameters, gradients)]
