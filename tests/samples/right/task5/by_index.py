"""Assigns the element of the list to itself, which in-place arithmetic does."""


def gradient_descent_update(parameters, gradients, learning_rate):
    for i in range(len(parameters)):
        parameters[i] -= gradients[i] * learning_rate
