"""Returns d_weights and d_biases, and sets nothing.

Loses: weights, biases, weights_follow, inputs_follow, batch_weights, batch_biases, latest,
any_array, float64, agrees.
Keeps: 3 of 20.
It makes several slips.
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
        d_weights = d_output @ self.input.T
        d_biases = d_output.sum(axis=1, keepdims=True)
        return self.weights.T @ d_output
