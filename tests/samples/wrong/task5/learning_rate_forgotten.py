"""Subtracts the whole gradient.

Loses: one_array, some_array, all_arrays, proportional.
Keeps: 12 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= g
