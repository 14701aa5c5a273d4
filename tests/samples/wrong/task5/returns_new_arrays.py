"""Returns the new parameters and leaves the old ones alone.

Loses: one_array, all_arrays, proportional.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    return [p - learning_rate * g for p, g in zip(parameters, gradients)]
