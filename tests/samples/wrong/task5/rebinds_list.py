"""Puts new arrays into the list: who holds the old ones sees nothing of it.

Loses: one_array, all_arrays, proportional.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for i in range(len(parameters)):
        parameters[i] = parameters[i] - learning_rate * gradients[i]
