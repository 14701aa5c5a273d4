"""Takes a tuple of both sizes as one argument.

Loses: weights, output.
Keeps: 0 of 20.
It makes several slips.
"""

import numpy as np


class Layer:
    def __init__(self, sizes):
        input_size, output_size = sizes
        self.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        return self.weights @ input_data + self.biases
