"""Draws one row of weights and gives it to every output.

Loses: normal.
Keeps: 17 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.tile(np.random.randn(1, input_size), (output_size, 1))
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        return self.weights @ input_data + self.biases
