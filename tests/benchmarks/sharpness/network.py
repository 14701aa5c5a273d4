"""Correct implementations of the assignment `network`, each rounded differently."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.benchmarks.sharpness.standin import Array, Correct


class Layer:
    """A layer whose products are those of NumPy."""

    def __init__(self, input_size: int, output_size: int) -> None:
        self.weights: Any = np.random.default_rng().standard_normal((output_size, input_size))
        self.biases: Any = np.zeros((output_size, 1))

    def product(self, first: Array, second: Array) -> Any:
        return first @ second

    def forward(self, input_data: Array) -> Any:
        self.input = input_data
        return self.product(self.weights, input_data) + self.biases

    def backward(self, d_output: Array) -> Any:
        self.d_weights = self.product(d_output, self.input.T)
        self.d_biases = self.product(d_output, np.ones((d_output.shape[1], 1)))
        return self.product(self.weights.T, d_output)

    def update(self, learning_rate: float) -> None:
        self.weights = self.weights - learning_rate * self.d_weights
        self.biases = self.biases - learning_rate * self.d_biases


class SummedLayer(Layer):
    """A layer whose sums go the other way, biases first."""

    def product(self, first: Array, second: Array) -> Any:
        return (first[:, ::-1, None] * second[None, ::-1]).sum(axis=1)

    def forward(self, input_data: Array) -> Any:
        self.input = input_data
        return self.biases + self.product(self.weights, input_data)


class ExactLayer(Layer):
    """A layer whose sums are rounded once."""

    def product(self, first: Array, second: Array) -> Any:
        rows = [[math.fsum(map(float, row * column)) for column in second.T] for row in first]
        return np.array(rows)

    def update(self, learning_rate: float) -> None:
        for name in ("weights", "biases"):
            steps = -learning_rate * getattr(self, f"d_{name}")
            setattr(self, name, np.add(steps, getattr(self, name)))


class AffineLayer(Layer):
    """A layer with its biases as one more column of the weights."""

    def forward(self, input_data: Array) -> Any:
        self.input = input_data
        ones = np.ones((1, input_data.shape[1]))
        return np.hstack([self.weights, self.biases]) @ np.vstack([input_data, ones])

    def product(self, first: Array, second: Array) -> Any:
        return np.einsum("ij,jk->ik", first, second)

    def update(self, learning_rate: float) -> None:
        self.weights = learning_rate * (self.weights / learning_rate - self.d_weights)
        self.biases = learning_rate * (self.biases / learning_rate - self.d_biases)


class NeuralNetwork:
    """Layers in a row."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []

    def add_layer(self, layer: Layer) -> None:
        self.layers.append(layer)

    def forward(self, x: Array) -> Any:
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, d_loss: Array) -> None:
        for layer in reversed(self.layers):
            d_loss = layer.backward(d_loss)

    def update(self, learning_rate: float) -> None:
        for layer in self.layers:
            layer.update(learning_rate)


def loss_mean(p: Array, t: Array) -> Any:
    return np.mean((p - t) ** 2)


def loss_exact_sum(p: Array, t: Array) -> Any:
    return math.fsum(float(a - b) ** 2 for a, b in zip(p.flat, t.flat, strict=True)) / p.size


def derivative_plain(p: Array, t: Array) -> Any:
    return 2 * (p - t) / p.size


def derivative_minus(p: Array, t: Array) -> Any:
    return -2.0 / p.size * np.subtract(t, p)


def train(
    network: NeuralNetwork, inputs: Array, targets: Array, epochs: int, learning_rate: float
) -> Any:
    losses = np.zeros((epochs, len(inputs)))
    for epoch, k in np.ndindex(losses.shape):
        prediction = network.forward(inputs[k])
        losses[epoch, k] = np.mean((prediction - targets[k]) ** 2)
        network.backward(2 / prediction.size * (prediction - targets[k]))
        network.update(learning_rate)
    return losses.mean(axis=1)


LAYERS = (Layer, SummedLayer, ExactLayer, AffineLayer)
CORRECT: Correct = {
    "Layer": LAYERS,
    **{
        f"Layer.{name}": [getattr(kind, name) for kind in LAYERS]
        for name in ("forward", "backward", "update")
    },
    "NeuralNetwork": [NeuralNetwork] * 4,
    **{
        f"NeuralNetwork.{name}": [getattr(NeuralNetwork, name)] * 4
        for name in ("add_layer", "forward", "backward", "update")
    },
    "mse_loss": (loss_mean, loss_exact_sum) * 2,
    "mse_loss_derivative": (derivative_plain, derivative_minus) * 2,
    "train": [train] * 4,
}

RELATIONS = {
    "task8": {"weights_follow", "inputs_follow", "batch_weights", "batch_biases"},
    "task10": {"weights", "biases", "several_updates", "network"},
    "task11": {"first", "trained", "curve"},
}
"""By task, the checks that compare results of the student's own with one another."""
