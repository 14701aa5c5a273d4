"""Remembers the probabilities of this very array, whatever it holds by now.

Loses: side_effects.
Keeps: 36 of 40.
"""

import numpy as np

_known = {}


def softmax(z):
    if id(z) not in _known:
        powers = np.exp(z - np.max(z))
        _known[id(z)] = powers / powers.sum(), z
    return _known[id(z)][0].copy()


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
    d_b1 = (W2 @ d_b2) * (h1 > 0)
    d_W1 = np.outer(x, d_b1)
    return loss, W1 - rate * d_W1, b1 - rate * d_b1, W2 - rate * d_W2, b2 - rate * d_b2
