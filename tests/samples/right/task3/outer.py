"""The plain solution with np.outer."""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_gradient(x):
    return (x > 0).astype(float)


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * relu_gradient(z)
    d_weights = np.outer(inputs, d_z)
    d_biases = d_z
    d_inputs = np.dot(weights, d_z)
    return d_weights, d_biases, d_inputs
