"""Puts scaled gradients into the list.

Loses: gradients_kept.
Keeps: 18 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for i, p in enumerate(parameters):
        gradients[i] = learning_rate * gradients[i]
        p -= gradients[i]
