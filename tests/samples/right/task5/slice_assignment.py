"""Computes a new array and copies it into the old one."""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p[:] = p - learning_rate * g
