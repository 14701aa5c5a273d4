"""Adds a little of the weights to their gradient.

Loses: weights, weights_follow, batch_weights, latest, any_array, agrees.
Keeps: 10 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        return self.weights @ input_data + self.biases

    def backward(self, d_output):
        self.d_weights = d_output @ self.input.T + 1e-3 * self.weights
        self.d_biases = d_output.sum(axis=1, keepdims=True)
        return self.weights.T @ d_output
