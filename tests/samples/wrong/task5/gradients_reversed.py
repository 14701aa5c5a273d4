"""Collects the gradients from the last layer to the first, but not the parameters.

Loses: some_array, all_arrays.
Keeps: 15 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, reversed(gradients)):
        p -= learning_rate * g
