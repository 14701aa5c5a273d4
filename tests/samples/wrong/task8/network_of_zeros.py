"""Has everything in place, with zeros in it.

Loses: weights, biases, inputs, weights_follow, inputs_follow, batch_weights, batch_biases.
Keeps: 0 of 20.
It computes nothing.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.zeros((output_size, input_size))
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self.input = input_data
        return np.zeros((len(self.weights), input_data.shape[1]))

    def backward(self, d_output):
        self.d_weights = np.zeros(self.weights.shape)
        self.d_biases = np.zeros(self.biases.shape)
        return np.zeros(self.input.shape)

    def update(self, learning_rate):
        pass


class NeuralNetwork:
    def __init__(self):
        self.layers = []

    def add_layer(self, layer):
        self.layers.append(layer)

    def forward(self, x):
        return np.zeros((len(self.layers[-1].weights), x.shape[1]))

    def backward(self, d_loss):
        for layer in self.layers:
            layer.d_weights = np.zeros(layer.weights.shape)
            layer.d_biases = np.zeros(layer.biases.shape)

    def update(self, learning_rate):
        pass


def mse_loss(y_pred, y_true):
    return 0.0


def mse_loss_derivative(y_pred, y_true):
    return np.zeros(y_pred.shape)


def train(network, inputs, targets, epochs, learning_rate):
    return [0.0] * epochs
