"""Updates the matrices, and forgets the vectors.

Loses: one_array, all_arrays.
Keeps: 15 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        if parameter.ndim > 1:
            parameter -= learning_rate * gradient
