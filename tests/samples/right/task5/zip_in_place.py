"""The course notes' lines, as a loop."""


def gradient_descent_update(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients):
        parameter -= learning_rate * gradient
