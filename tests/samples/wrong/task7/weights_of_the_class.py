"""Keeps the weights in the class: those of the newest layer are the weights of all.

Loses: own.
Keeps: 18 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        Layer.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        return self.weights @ input_data + self.biases
