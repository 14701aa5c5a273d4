"""A numerical gradient by the complex step through the whole network."""

import numpy as np


def relu(z):
    return np.where(z.real > 0, z, 0)


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    step = 1e-40
    parameters = [p.astype(complex) for p in (W1, b1, W2, b2)]
    gradients = []
    for p in parameters:
        g = np.empty(p.shape)
        for index in np.ndindex(p.shape):
            value = p[index]
            p[index] = value + 1j * step
            v1, c1, v2, c2 = parameters
            g[index] = mse_loss(relu(x @ v1 + c1) @ v2 + c2, y_true).imag / step
            p[index] = value
        gradients.append(g)
    return tuple(gradients)
