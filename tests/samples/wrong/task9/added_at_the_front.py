"""Adds new layers at the front.

Loses: layers, values.
Keeps: 16 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        return self.weights @ input_data + self.biases

    def backward(self, d_output):
        self.d_weights = d_output @ self.input.T
        self.d_biases = d_output.sum(axis=1, keepdims=True)
        return self.weights.T @ d_output


class NeuralNetwork:
    def __init__(self):
        self.layers = []

    def add_layer(self, layer):
        self.layers.insert(0, layer)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, d_loss):
        for layer in reversed(self.layers):
            d_loss = layer.backward(d_loss)
