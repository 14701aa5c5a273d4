"""Clips the gradient of the biases.

Loses: biases.
Keeps: 18 of 20.
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

    def update(self, learning_rate):
        self.weights = self.weights - learning_rate * self.d_weights
        self.biases = self.biases - learning_rate * np.clip(self.d_biases, -1e4, 1e4)


class NeuralNetwork:
    def __init__(self):
        self.layers = []

    def add_layer(self, layer):
        self.layers.append(layer)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, d_loss):
        for layer in reversed(self.layers):
            d_loss = layer.backward(d_loss)

    def update(self, learning_rate):
        for layer in self.layers:
            layer.update(learning_rate)


def mse_loss(y_pred, y_true):
    return np.mean((y_pred - y_true) ** 2)


def mse_loss_derivative(y_pred, y_true):
    return 2 * (y_pred - y_true) / y_pred.size


def train(network, inputs, targets, epochs, learning_rate):
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x, y in zip(inputs, targets):
            prediction = network.forward(x)
            total += mse_loss(prediction, y)
            network.backward(mse_loss_derivative(prediction, y))
            network.update(learning_rate)
        losses.append(total / len(inputs))
    return losses
