"""Scales the gradients where they are.

Loses: gradients_kept.
Keeps: 18 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        g *= learning_rate
        p -= g
