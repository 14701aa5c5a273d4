"""A class for each kind of layer; the gradients are collected on the way back."""

import numpy as np


class Linear:
    def __init__(self, weights, inputs):
        self.weights, self.inputs = weights, inputs

    def backward(self, upstream, collected):
        collected[:0] = [np.outer(self.inputs, upstream), upstream]
        return self.weights @ upstream


class Relu:
    def __init__(self, activation):
        self.activation = activation

    def backward(self, upstream, collected):
        return np.where(self.activation > 0, upstream, 0.0)


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    collected = []
    upstream = 2 * (output - y_true) / y_true.shape[0]
    for layer in (Linear(W2, h1), Relu(h1), Linear(W1, x)):
        upstream = layer.backward(upstream, collected)
    return tuple(collected)
