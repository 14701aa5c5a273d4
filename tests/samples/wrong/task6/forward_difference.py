"""Measures the gradients by one-sided differences with a fixed step.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, output_weights_follow,
hidden_biases_follow, hidden_weights_follow, extreme_step, at_zero, agrees.
Keeps: 25 of 40.
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
    old = [np.array(a, dtype=float) for a in (W1, b1, W2, b2)]
    gradients = [np.zeros(a.shape) for a in old]
    for a, gradient in zip(old, gradients):
        for index in np.ndindex(a.shape):
            before = a[index]
            a[index] = before + 1e-5
            output = softmax(relu(x @ old[0] + old[1]) @ old[2] + old[3])
            gradient[index] = (cross_entropy(output, y_true) - loss) / 1e-5
            a[index] = before
    d_W1, d_b1, d_W2, d_b2 = gradients
    W1 = W1 - learning_rate * d_W1
    b1 = b1 - learning_rate * d_b1
    W2 = W2 - learning_rate * d_W2
    b2 = b2 - learning_rate * d_b2
    return loss, W1, b1, W2, b2
