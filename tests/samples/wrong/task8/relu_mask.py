"""Masks d_output, as if the layer had a ReLU.

Loses: weights, biases, inputs, latest, any_array, agrees.
Keeps: 12 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        self.z = self.weights @ input_data + self.biases
        return self.z

    def backward(self, d_output):
        d_output = d_output * (self.z > 0)
        self.d_weights = d_output @ self.input.T
        self.d_biases = d_output.sum(axis=1, keepdims=True)
        return self.weights.T @ d_output
