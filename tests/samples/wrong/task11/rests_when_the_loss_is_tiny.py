"""Takes no step for a sample whose loss is below 1e-10, as if that were nothing.

Loses: losses.
Keeps: 18 of 20.
"""

import numpy as np


class Layer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.biases = np.zeros((output_size, 1))
        self.input = None
        self.d_weights = None
        self.d_biases = None

    def forward(self, input_data):
        self.input = input_data
        return np.dot(self.weights, self.input) + self.biases

    def backward(self, d_output):
        self.d_weights = np.dot(d_output, self.input.T)
        self.d_biases = np.sum(d_output, axis=1, keepdims=True)
        return np.dot(self.weights.T, d_output)

    def update(self, learning_rate):
        self.weights -= learning_rate * self.d_weights
        self.biases -= learning_rate * self.d_biases


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
    return 2 * (y_pred - y_true) / y_true.size


def train(nn, x_train, y_train, epochs, learning_rate):
    losses = []
    for epoch in range(epochs):
        total_loss = 0
        for x, y in zip(x_train, y_train):
            prediction = nn.forward(x)
            total_loss += mse_loss(prediction, y)
            nn.backward(mse_loss_derivative(prediction, y))
            if mse_loss(prediction, y) > 1e-10:
                nn.update(learning_rate)
        if epoch % 100 == 0:
            print(f"Epoch {epoch}, Loss: {total_loss / len(x_train)}")
        losses.append(total_loss / len(x_train))
    return losses
