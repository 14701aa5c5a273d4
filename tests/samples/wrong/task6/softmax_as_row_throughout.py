"""Returns the probabilities as a matrix of one row, with which the step cannot go on.

Loses: softmax_values, loss, output_biases, output_weights, hidden_biases, hidden_weights,
output_weights_follow, hidden_biases_follow, hidden_weights_follow, agrees.
Keeps: 20 of 40.
"""

import numpy as np


def softmax(z):
    powers = np.exp(z - np.max(z)).reshape(1, -1)
    return powers / powers.sum(axis=1, keepdims=True)


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
