"""Updates the first parameter only.

Loses: all_arrays.
Keeps: 17 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    parameters[0] -= learning_rate * gradients[0]
