"""Takes a parameter that is all zeros for one that is not in use.

Loses: one_array, all_arrays.
Keeps: 15 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        if parameter.any():
            parameter -= learning_rate * gradient
