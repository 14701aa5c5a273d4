"""Uses the mean of the last gradient for every parameter.

It makes several slips.

Loses: one_array, some_array, all_arrays, in_place.
Keeps: 0 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p in parameters:
        p -= learning_rate * gradients[-1].mean()
