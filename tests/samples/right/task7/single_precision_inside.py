"""Computes in single precision, and returns double."""

import numpy as np


def single(array):
    return np.asarray(array, dtype=np.float32)


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        return (single(self.weights) @ single(input_data) + single(self.biases)).astype(np.float64)

    def backward(self, d_output):
        self.d_weights = (single(d_output) @ single(self.input).T).astype(np.float64)
        self.d_biases = single(d_output).sum(axis=1, keepdims=True).astype(np.float64)
        return (single(self.weights).T @ single(d_output)).astype(np.float64)

    def update(self, learning_rate):
        rate = np.float32(learning_rate)
        step = single(self.weights) - rate * single(self.d_weights)
        self.weights = step.astype(np.float64)
        step = single(self.biases) - rate * single(self.d_biases)
        self.biases = step.astype(np.float64)


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
    return float(np.mean((single(y_pred) - single(y_true)) ** 2))


def mse_loss_derivative(y_pred, y_true):
    error = single(y_pred) - single(y_true)
    return (2 * error / np.float32(error.size)).astype(np.float64)


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
