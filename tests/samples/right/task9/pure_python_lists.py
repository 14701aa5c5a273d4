"""Computes with lists of numbers; arrays occur only where they come in."""

import random

import numpy as np


def rows(matrix):
    return [[float(value) for value in row] for row in matrix]


def product(first, second):
    columns = list(zip(*second))
    return [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in first]


def transposed(matrix):
    return [list(column) for column in zip(*matrix)]


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.array(
            [[random.gauss(0, 1) for _ in range(input_size)] for _ in range(output_size)]
        )
        self.biases = np.array([[0.0]] * output_size)

    def forward(self, input_data):
        self.input = rows(input_data)
        output = product(rows(self.weights), self.input)
        return [[v + float(b[0]) for v in row] for row, b in zip(output, self.biases)]

    def backward(self, d_output):
        d_output = rows(d_output)
        self.d_weights = product(d_output, transposed(self.input))
        self.d_biases = [[sum(row)] for row in d_output]
        return product(transposed(rows(self.weights)), d_output)

    def update(self, learning_rate):
        self.weights = self._step(self.weights, self.d_weights, learning_rate)
        self.biases = self._step(self.biases, self.d_biases, learning_rate)

    @staticmethod
    def _step(values, gradients, rate):
        return [[v - rate * g for v, g in zip(*both)] for both in zip(rows(values), gradients)]


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


def errors(y_pred, y_true):
    return [[p - t for p, t in zip(*both)] for both in zip(rows(y_pred), rows(y_true))]


def mse_loss(y_pred, y_true):
    flat = [error for row in errors(y_pred, y_true) for error in row]
    return sum(error * error for error in flat) / len(flat)


def mse_loss_derivative(y_pred, y_true):
    error = errors(y_pred, y_true)
    count = len(error) * len(error[0])
    return [[2 * value / count for value in row] for row in error]


def train(network, inputs, targets, epochs, learning_rate):
    losses = []
    while len(losses) < epochs:
        found = []
        for x, y in zip(inputs, targets):
            prediction = network.forward(x)
            found.append(mse_loss(prediction, y))
            network.backward(mse_loss_derivative(prediction, y))
            network.update(learning_rate)
        losses.append(sum(found) / len(found))
    return tuple(losses)
