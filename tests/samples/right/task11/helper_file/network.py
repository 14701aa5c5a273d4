"""Everything lies in a helper file, and subclasses add noise to the log only."""

import warnings

import layers
from layers import NeuralNetwork, mse_loss, mse_loss_derivative, train  # noqa: F401


class Layer(layers.Layer):
    def backward(self, d_output):
        print("backward", d_output.shape)
        warnings.warn("no more than a warning", stacklevel=2)
        return super().backward(d_output)
