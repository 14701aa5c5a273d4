"""Puts new arrays into the list: who holds the old ones sees nothing of it.

Loses: in_place, goes_on, gradients_kept.
Keeps: 12 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for i in range(len(parameters)):
        parameters[i] = parameters[i] - learning_rate * gradients[i]
