"""Draws each weight as +1 or -1: the mean is 0 and the variance 1.

Loses: normal, own.
Keeps: 15 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.choice([-1.0, 1.0], (output_size, input_size))
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        return self.weights @ input_data + self.biases
