"""Returns the parameters as they were, and computes nothing else.

It computes nothing.

Loses: softmax_values, softmax_extremes, entropy_values, loss, output_biases, output_weights,
hidden_biases, hidden_weights, output_weights_follow, hidden_biases_follow, hidden_weights_follow,
agrees.
Keeps: 0 of 40.
"""

import numpy as np


def softmax(z):
    return np.full(z.shape, 1 / z.size)


def cross_entropy(probabilities, y_true):
    return 0.0


def training_step(x, y_true, W1, b1, W2, b2, learning_rate):
    return 0.0, W1, b1, W2, b2
