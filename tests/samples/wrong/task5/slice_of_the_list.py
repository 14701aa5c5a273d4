"""Replaces what the list holds in one go.

Loses: in_place, goes_on, gradients_kept.
Keeps: 12 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    parameters[:] = [p - learning_rate * g for p, g in zip(parameters, gradients)]
