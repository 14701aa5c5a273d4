"""Adds weight decay, which nobody asked for.

Loses: one_array, all_arrays, proportional.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= learning_rate * g + 1e-3 * p
