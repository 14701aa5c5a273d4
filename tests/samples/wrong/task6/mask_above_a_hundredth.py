"""Takes a hidden unit that is hardly on for one that is off.

Loses: extreme_step, agrees.
Keeps: 35 of 40.
"""

import numpy as np


def softmax(z):
    powers = np.exp(z - np.max(z))
    return powers / powers.sum()


def cross_entropy(probabilities, y_true):
    due = y_true != 0
    return -np.sum(y_true[due] * np.log(probabilities[due]))


def training_step(x, y_true, W1, b1, W2, b2, learning_rate):
    rate = learning_rate
    h1 = np.maximum(x @ W1 + b1, 0)
    p = softmax(h1 @ W2 + b2)
    loss = cross_entropy(p, y_true)
    d_b2 = p - y_true
    d_W2 = np.outer(h1, d_b2)
    d_b1 = (W2 @ d_b2) * (h1 > 1e-2)
    d_W1 = np.outer(x, d_b1)
    return loss, W1 - rate * d_W1, b1 - rate * d_b1, W2 - rate * d_W2, b2 - rate * d_b2
