"""Updates in place and returns the list as well.

Loses: returns_none.
Keeps: 18 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= learning_rate * g
    return parameters
