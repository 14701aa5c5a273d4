"""Uses the mean of the last gradient for every parameter.

Loses: one_array, all_arrays.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p in parameters:
        p -= learning_rate * gradients[-1].mean()
