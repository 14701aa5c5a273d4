"""Forgets to return the gradient at the input.

Loses: inputs, inputs_follow, latest, any_array, agrees.
Keeps: 12 of 20.
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
        self.d_weights = d_output @ self.input.T
        self.d_biases = d_output.sum(axis=1, keepdims=True)
