"""Keeps the parameters in dictionaries, behind properties, and uses einsum."""

import numpy as np

RANDOM = np.random.default_rng()


def _through(kind, name):
    def read(self):
        return getattr(self, kind)[name]

    def write(self, value):
        getattr(self, kind)[name] = np.array(value, dtype=np.float64)

    return property(read, write)


class Layer:
    weights = _through("_parameters", "weights")
    biases = _through("_parameters", "biases")
    d_weights = _through("_gradients", "weights")
    d_biases = _through("_gradients", "biases")

    def __init__(self, input_size, output_size):
        self._parameters = {}
        self._gradients = {}
        self.weights = RANDOM.standard_normal((output_size, input_size))
        self.biases = np.zeros((output_size, 1))

    def forward(self, input_data):
        self._input = np.asfortranarray(input_data, dtype=np.float64)
        return np.einsum("ji,ib->jb", self.weights, self._input) + self.biases

    def backward(self, d_output):
        self.d_weights = np.einsum("jb,ib->ji", d_output, self._input)
        self.d_biases = np.einsum("jb->j", d_output)[:, None]
        return np.einsum("ji,jb->ib", self.weights, d_output)

    def update(self, learning_rate):
        for name, gradient in self._gradients.items():
            self._parameters[name] = self._parameters[name] - learning_rate * gradient


class NeuralNetwork(list):
    def __init__(self):
        super().__init__()
        self.layers = []

    def add_layer(self, layer):
        self.layers += [layer]
        return self

    def forward(self, x, place=0):
        if place == len(self.layers):
            return x
        return self.forward(self.layers[place].forward(x), place + 1)

    def backward(self, d_loss):
        for layer in self.layers[::-1]:
            d_loss = layer.backward(d_loss)
        return d_loss

    def update(self, learning_rate):
        [layer.update(learning_rate) for layer in self.layers]


def mse_loss(y_pred, y_true):
    error = np.ravel(y_pred - y_true).astype(np.float64)
    return error @ error / len(error)


def mse_loss_derivative(y_pred, y_true):
    return (y_pred - y_true) * (2 / np.prod(y_pred.shape))


def train(network, inputs, targets, epochs, learning_rate):
    losses = np.zeros((epochs, len(inputs)))
    for epoch, k in np.ndindex(losses.shape):
        prediction = network.forward(inputs[k])
        losses[epoch, k] = mse_loss(prediction, targets[k])
        network.backward(mse_loss_derivative(prediction, targets[k]))
        network.update(learning_rate)
    return losses.mean(axis=1)
