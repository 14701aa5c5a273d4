"""Goes uphill.

Loses: one_array, some_array, all_arrays.
Keeps: 13 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p += learning_rate * g
