"""Keeps the weights of each size, and gives them to all layers of that size.

Loses: normal, own.
Keeps: 15 of 20.
"""

import numpy as np


_drawn = {}


class Layer:
    def __init__(self, input_size, output_size):
        size = output_size, input_size
        self.weights = _drawn.setdefault(size, np.random.randn(*size))
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        return self.weights @ input_data + self.biases
