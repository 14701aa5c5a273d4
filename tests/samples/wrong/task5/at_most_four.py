"""Updates four arrays, as many as the network of task 4 has.

Loses: all_arrays.
Keeps: 17 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters[:4], gradients[:4], strict=True):
        parameter -= learning_rate * gradient
