"""Takes a gradient that holds a 0 for one that has vanished.

Loses: one_array, all_arrays.
Keeps: 15 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        if gradient.all():
            parameter -= learning_rate * gradient
