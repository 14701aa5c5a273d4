"""Measures the gradients by complex steps."""

import numpy as np


def relu(x):
    return np.maximum(x, 0.0)


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def cross_entropy(probabilities, y_true):
    chosen = y_true > 0
    return -np.sum(y_true[chosen] * np.log(probabilities[chosen]))


def training_step(x, y_true, W1, b1, W2, b2, learning_rate):
    h1 = relu(x @ W1 + b1)
    p = softmax(h1 @ W2 + b2)
    loss = cross_entropy(p, y_true)
    old = [np.array(a, dtype=complex) for a in (W1, b1, W2, b2)]
    gradients = [np.zeros(a.shape) for a in old]
    mask = h1 > 0
    for a, gradient in zip(old, gradients):
        for index in np.ndindex(a.shape):
            a[index] += 1e-30j
            z = ((x @ old[0] + old[1]) * mask) @ old[2] + old[3]
            top = z.real.max()
            total = np.log(np.exp(z - top).sum()) + top
            gradient[index] = np.sum(y_true * (total - z)).imag / 1e-30
            a[index] = a[index].real
    d_W1, d_b1, d_W2, d_b2 = gradients
    W1 = W1 - learning_rate * d_W1
    b1 = b1 - learning_rate * d_b1
    W2 = W2 - learning_rate * d_W2
    b2 = b2 - learning_rate * d_b2
    return loss, W1, b1, W2, b2
