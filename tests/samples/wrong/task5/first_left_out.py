"""Begins with the second array of the list.

Loses: one_array, all_arrays.
Keeps: 15 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for i in range(1, len(parameters)):
        parameters[i] -= learning_rate * gradients[i]
