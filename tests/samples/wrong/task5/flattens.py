"""Flattens each array first, which copies a view.

Loses: views.
Keeps: 18 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        flat, slope = p.reshape(-1), g.reshape(-1)
        flat -= learning_rate * slope
