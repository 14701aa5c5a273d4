"""Takes the gradients out of their list, one after the other.

Loses: gradients_kept.
Keeps: 18 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p in parameters:
        p -= learning_rate * gradients.pop(0)
