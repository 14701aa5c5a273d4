"""Makes new arrays under the names of the loop: the caller's stay as they were.

Loses: one_array, all_arrays, proportional.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p = p - learning_rate * g
