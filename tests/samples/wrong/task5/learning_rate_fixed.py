"""Takes the learning rate of the course notes, whatever it is told.

Loses: one_array, some_array, all_arrays, proportional.
Keeps: 12 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= 0.01 * g
