"""A Dense class with cached values; layer_backward builds one and asks it."""

import numpy as np


class Dense:
    def __init__(self, weights, inputs, z):
        self.weights = weights
        self.cache = {"inputs": inputs, "z": z}

    def backward(self, upstream):
        d_z = upstream * (self.cache["z"] > 0)
        self.d_biases = d_z
        self.d_weights = np.outer(self.cache["inputs"], d_z)
        return self.weights.dot(d_z)


def layer_backward(d_output, inputs, weights, z):
    layer = Dense(weights, inputs, z)
    d_inputs = layer.backward(d_output)
    return layer.d_weights, layer.d_biases, d_inputs
