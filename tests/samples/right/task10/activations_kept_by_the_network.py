"""The network keeps what each layer got and hands it back; layers fall back on their own."""

from dataclasses import dataclass, field

import numpy as np


class Layer:
    def __init__(self, input_size, output_size, scale=1.0):
        size = (output_size, input_size)
        self.weights, self.biases = np.random.normal(0, scale, size), np.zeros((output_size, 1))

    def forward(self, input_data):
        self.cache = np.vstack([input_data, np.ones((1, input_data.shape[1]))])
        return np.hstack([self.weights, self.biases]) @ self.cache

    def backward(self, d_output):
        both = d_output @ self.cache.T
        self.d_weights, self.d_biases = np.hsplit(both, [-1])
        return (d_output.T @ self.weights).T

    def update(self, learning_rate):
        self.weights = np.add(self.weights, np.multiply(-learning_rate, self.d_weights))
        self.biases = np.add(self.biases, np.multiply(-learning_rate, self.d_biases))


@dataclass
class NeuralNetwork:
    layers: list = field(default_factory=list)
    kept: list = field(default_factory=list)

    def add_layer(self, layer):
        self.layers.append(layer)

    def forward(self, x):
        self.kept = [x]
        for layer in self.layers:
            self.kept.append(layer.forward(self.kept[-1]))
        return self.kept[-1]

    def backward(self, d_loss):
        gradient = np.array(d_loss, dtype=float)
        for layer, x in zip(self.layers[::-1], self.kept[-2::-1]):
            layer.forward(x)
            gradient = layer.backward(gradient)
        return gradient

    def update(self, learning_rate):
        for i in range(len(self.layers)):
            self.layers[i].update(learning_rate)


def mse_loss(y_pred, y_true):
    return np.square(np.subtract(y_pred, y_true)).mean()


def mse_loss_derivative(y_pred, y_true):
    return np.subtract(y_pred, y_true) / (0.5 * np.size(y_pred))


def step(network, x, y, learning_rate):
    prediction = network.forward(x)
    network.backward(mse_loss_derivative(prediction, y))
    network.update(learning_rate)
    return mse_loss(prediction, y)


def train(network, inputs, targets, epochs, learning_rate):
    pairs = list(zip(inputs, targets))
    return [np.mean([step(network, x, y, learning_rate) for x, y in pairs]) for _ in range(epochs)]
