"""Makes new arrays under the names of the loop: the caller's stay as they were.

It computes nothing.

Loses: one_array, some_array, all_arrays, in_place.
Keeps: 0 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p = p - learning_rate * g
