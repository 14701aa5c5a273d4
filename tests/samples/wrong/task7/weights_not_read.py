"""Works with the weights that the constructor made, whatever is set later.

Loses: output.
Keeps: 10 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((output_size, 1))
        self._start = self.weights

    def forward(self, input_data):
        self.input = input_data
        return self._start @ input_data + self.biases
