"""Computes input_data @ weights, as in the other assignment.

Loses: weights, output.
Keeps: 0 of 20.
It makes several slips.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(input_size, output_size)
        self.biases = np.zeros(output_size)

    def forward(self, input_data):
        self.input = input_data
        return input_data @ self.weights + self.biases
