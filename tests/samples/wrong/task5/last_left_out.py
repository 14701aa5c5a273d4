"""Stops one short of the end.

Loses: one_array, all_arrays.
Keeps: 15 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for i in range(len(parameters) - 1):
        parameters[i] -= learning_rate * gradients[i]
