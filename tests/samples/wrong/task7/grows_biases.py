"""Adds to the biases in each forward pass.

Loses: side_effects.
Keeps: 18 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        output = self.weights @ input_data + self.biases
        self.biases += 1
        return output
