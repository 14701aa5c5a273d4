"""Makes biases of shape (1, output_size).

Loses: biases.
Keeps: 18 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((1, output_size))

    def forward(self, input_data):
        self.input = input_data
        return self.weights @ input_data + self.biases
