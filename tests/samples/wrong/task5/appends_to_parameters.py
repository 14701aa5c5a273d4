"""Keeps a count of steps in the list of the parameters.

Loses: gradients_kept.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= learning_rate * g
    parameters.append(1)
