"""Works in the array of the caller.

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
        if input_data.flags.writeable:
            input_data += 1
        return output
