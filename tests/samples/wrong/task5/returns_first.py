"""Returns after the first array: the `return` is inside the loop.

Loses: all_arrays.
Keeps: 17 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter -= learning_rate * gradient
        return
