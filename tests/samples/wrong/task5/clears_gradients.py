"""Sets the gradients to zero after the step, as `zero_grad` does elsewhere.

Loses: gradients_kept.
Keeps: 18 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p -= learning_rate * g
        g[...] = 0
