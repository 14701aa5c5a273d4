"""Returns the same array in every call.

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
        if getattr(self, "output", np.empty(0)).shape != output.shape:
            self.output = np.empty_like(output)
        self.output[:] = output
        return self.output
