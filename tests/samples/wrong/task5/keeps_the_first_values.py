"""Remembers what an array held when it saw it first, and goes on from there.

Loses: goes_on.
Keeps: 18 of 20.
"""

_known = {}


def gradient_descent_update(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        _, value = _known.setdefault(id(parameter), (parameter, parameter.copy()))
        value -= learning_rate * gradient
        parameter[...] = value
