"""Takes a hidden unit for on from 1e-6 on, "for numerical stability".

Loses: extreme_step, agrees.
Keeps: 35 of 40.
"""

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
    d_b2 = p - y_true
    d_W2 = np.outer(h1, d_b2)
    d_b1 = (W2 @ d_b2) * (h1 > 1e-6)
    d_W1 = np.outer(x, d_b1)
    W1 = W1 - learning_rate * d_W1
    b1 = b1 - learning_rate * d_b1
    W2 = W2 - learning_rate * d_W2
    b2 = b2 - learning_rate * d_b2
    return loss, W1, b1, W2, b2
