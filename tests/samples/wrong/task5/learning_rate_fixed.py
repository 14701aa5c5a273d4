"""Takes the learning rate of the course notes, whatever it is told.

Loses: one_array, all_arrays, proportional.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= 0.01 * g
