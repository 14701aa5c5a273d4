"""Multiplies by 2 and divides by the size, as if the loss were part of the layer.

Loses: weights, biases, inputs, batch_weights, batch_biases, latest, any_array, agrees.
Keeps: 8 of 20.
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
        d_output = 2 * d_output / d_output.size
        self.d_weights = d_output @ self.input.T
        self.d_biases = d_output.sum(axis=1, keepdims=True)
        return self.weights.T @ d_output
