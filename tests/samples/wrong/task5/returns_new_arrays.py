"""Returns the new parameters and leaves the old ones alone.

Loses: in_place, goes_on, returns_none.
Keeps: 12 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    return [p - learning_rate * g for p, g in zip(parameters, gradients)]
