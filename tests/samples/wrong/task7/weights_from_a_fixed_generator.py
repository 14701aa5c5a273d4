"""Makes a generator with a fixed seed for each layer.

Loses: normal, own.
Keeps: 15 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.default_rng(42).standard_normal((output_size, input_size))
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        return self.weights @ input_data + self.biases
