"""Writes by the flat iterator, which knows about views."""


def gradient_descent_update(parameters, gradients, learning_rate):
    for p, g in zip(parameters, gradients):
        p.flat = (p - learning_rate * g).ravel()
