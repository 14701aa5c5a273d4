"""Updates the first parameter only.

Loses: all_arrays.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    parameters[0] -= learning_rate * gradients[0]
