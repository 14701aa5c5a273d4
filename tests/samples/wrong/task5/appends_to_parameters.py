"""Keeps a count of steps in the list of the parameters.

Loses: in_place, gradients_kept.
Keeps: 14 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= learning_rate * g
    parameters.append(1)
