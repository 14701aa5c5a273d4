"""Scales d_output in place before it is used.

Loses: latest, side_effects.
Keeps: 16 of 20.
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
        d_input = self.weights.T @ d_output
        if d_output.flags.writeable:
            d_output *= 2
        return d_input
