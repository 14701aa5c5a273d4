"""Adds weight decay, which nobody asked for.

Loses: one_array, some_array, all_arrays, proportional, goes_on.
Keeps: 10 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= learning_rate * g + 1e-3 * p
