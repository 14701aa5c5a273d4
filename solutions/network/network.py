"""Tasks 7 to 11: a network of linear layers that learns.

You write one file, piece by piece, and each task adds some functions to it. Check your
work with `grade task7`, then `grade task8`, and so on; what is still missing further
down does no harm. The mathematics is in README.md.

THE CONVENTION, which is another one than in assignment "backprop": a sample is a COLUMN,
and a batch is a matrix with one column for each sample.

    x        (n_in, batch)
    weights  (n_out, n_in)     weights[j, i] leads from input i to output j
    biases   (n_out, 1)        a column too, not (n_out,)
    output   (n_out, batch)    weights @ x + biases

There is no activation function. In "backprop" a sample was a 1-D row, `weights` had the
shape (n_in, n_out), and it was `x @ weights`. A formula from there has its transposes in
the wrong places here.
"""

import numpy as np


class Layer:
    """A linear layer: ``output = weights @ x + biases``.

    Attributes
    ----------
    weights : ndarray of float64, shape (output_size, input_size)
    biases : ndarray of float64, shape (output_size, 1)
    d_weights, d_biases : ndarray of float64
        The gradients of the loss with respect to the two, of their shapes. `backward`
        sets them; before its first call they may be anything, or not there.

    Notes
    -----
    Others may set `weights` and `biases` to arrays of their own before any `forward`: work
    with what these attributes hold then. From a `forward` to the `backward` that belongs to
    it they stay as they are, and so does the input: keep the arrays or look again, as you
    like.

    `backward` may write the new `d_weights` and `d_biases` into the arrays that it set the
    last time. Whoever wants to keep old gradients copies them.
    """

    def __init__(self, input_size, output_size):
        """Task 7: make a layer that is ready to learn.

        Parameters
        ----------
        input_size, output_size : int
            How many numbers go into the layer for each sample, and how many come out.

        Notes
        -----
        `weights` are random numbers from the standard normal distribution (mean 0,
        standard deviation 1, whatever the sizes), drawn anew for each layer. `biases`
        are zeros.
        """
        # BEGIN SOLUTION
        # (output_size, input_size): weights @ x sums over the inputs.
        self.weights = np.random.default_rng().standard_normal((output_size, input_size))
        self.biases = np.zeros((output_size, 1))
        self.input = None
        self.d_weights = None
        self.d_biases = None
        # END SOLUTION

    def forward(self, input_data):
        """Task 7: return the output for a batch, and keep what `backward` will need.

        Parameters
        ----------
        input_data : ndarray of float64 or int64, shape (input_size, batch)
            One column for each sample.

        Returns
        -------
        ndarray, shape (output_size, batch)
        """
        # BEGIN SOLUTION
        self.input = input_data
        # biases is a column, so it is added to every column of the product.
        return self.weights @ input_data + self.biases
        # END SOLUTION

    def backward(self, d_output):
        """Task 8: set `d_weights` and `d_biases`, and return the gradient at the input.

        It is called after `forward`, and belongs to the input of the last one.

        Parameters
        ----------
        d_output : ndarray of float64 or int64, shape (output_size, batch)
            The gradient of the loss with respect to the output of `forward`.

        Returns
        -------
        ndarray, shape (input_size, batch)
            The gradient of the loss with respect to the input of `forward`.

        Notes
        -----
        `d_weights` (output_size, input_size) and `d_biases` (output_size, 1) are sums
        over the samples of the batch: no average, and nothing of earlier calls in them.
        `weights`, `biases` and `d_output` stay as they are.
        """
        # BEGIN SOLUTION
        # weights[j, i] meets input i of each sample on its way to output j; the product
        # of the two matrices sums over the samples.
        self.d_weights = d_output @ self.input.T
        # biases[j] goes into output j of every sample. keepdims: a column of shape
        # (output_size, 1), and not (output_size,).
        self.d_biases = np.sum(d_output, axis=1, keepdims=True)
        # Input i goes into every output j, times weights[j, i]: a sum over j, the FIRST
        # axis of weights, hence the transpose.
        return self.weights.T @ d_output
        # END SOLUTION

    def update(self, learning_rate):
        """Task 10: take one step of gradient descent with the gradients of `backward`.

        Parameters
        ----------
        learning_rate : float
            How long the step is: each parameter moves by `learning_rate` times its
            gradient, downhill.

        Notes
        -----
        `d_weights` and `d_biases` stay as they are. What is returned does not matter.
        """
        # BEGIN SOLUTION
        self.weights = self.weights - learning_rate * self.d_weights
        self.biases = self.biases - learning_rate * self.d_biases
        # END SOLUTION


class NeuralNetwork:
    """Layers in a row: what comes out of one goes into the next.

    Attributes
    ----------
    layers : list of Layer
        The layers in the order in which they were added. Each network has its own list.
    """

    def __init__(self):
        """Task 9: make a network without layers."""
        # BEGIN SOLUTION
        # Not in the body of the class: such a list would belong to all networks at once.
        self.layers = []
        # END SOLUTION

    def add_layer(self, layer):
        """Task 9: add a layer at the end.

        Parameters
        ----------
        layer : Layer
            Its input size is the output size of the layer before it.
        """
        # BEGIN SOLUTION
        self.layers.append(layer)
        # END SOLUTION

    def forward(self, x):
        """Task 9: return the output of the last layer.

        Parameters
        ----------
        x : ndarray of float64 or int64, shape (n_in, batch)
            The input of the first layer, one column for each sample.

        Returns
        -------
        ndarray, shape (n_out, batch)
        """
        # BEGIN SOLUTION
        for layer in self.layers:
            x = layer.forward(x)
        return x
        # END SOLUTION

    def backward(self, d_loss):
        """Task 9: leave in each layer the gradients of the loss at its parameters.

        It is called after `forward`.

        Parameters
        ----------
        d_loss : ndarray of float64 or int64, shape (n_out, batch)
            The gradient of the loss with respect to the output of the network.

        Notes
        -----
        What is returned does not matter.
        """
        # BEGIN SOLUTION
        # The last layer comes first. What it returns is the gradient at its input, which
        # is the output of the layer before.
        for layer in reversed(self.layers):
            d_loss = layer.backward(d_loss)
        return d_loss
        # END SOLUTION

    def update(self, learning_rate):
        """Task 10: take one step of gradient descent in every layer.

        Parameters
        ----------
        learning_rate : float
            The length of the step, see `Layer.update`.
        """
        # BEGIN SOLUTION
        for layer in self.layers:
            layer.update(learning_rate)
        # END SOLUTION


def mse_loss(y_pred, y_true):
    """Task 11: return the mean squared error over all elements, one number.

    Parameters
    ----------
    y_pred, y_true : ndarray of float64 or int64, shape (n_out, batch)
        What the network put out, and what it should have.
    """
    # BEGIN SOLUTION
    return np.mean((y_pred - y_true) ** 2)
    # END SOLUTION


def mse_loss_derivative(y_pred, y_true):
    """Task 11: return the gradient of `mse_loss` with respect to `y_pred`.

    Parameters
    ----------
    y_pred, y_true : ndarray of float64 or int64, shape (n_out, batch)
        As for `mse_loss`.

    Returns
    -------
    ndarray, shape (n_out, batch)
    """
    # BEGIN SOLUTION
    return 2 * (y_pred - y_true) / y_pred.size
    # END SOLUTION


def train(network, inputs, targets, epochs, learning_rate):
    """Task 11: train a network on one sample after the other, again and again.

    Parameters
    ----------
    network : NeuralNetwork
        It learns: its layers have other weights and biases afterwards.
    inputs : ndarray of float64 or int64, shape (n_samples, n_in, 1)
        ``inputs[k]`` is sample k, a column.
    targets : ndarray of float64 or int64, shape (n_samples, n_out, 1)
        ``targets[k]`` is what the network should put out for it.
    epochs : int
        How often to go through all samples, each time in their order.
    learning_rate : float
        The length of each step.

    Returns
    -------
    list of float
        For each epoch the mean of its samples' losses. Each loss is that of the
        prediction BEFORE the network is updated for this sample.

    Notes
    -----
    There is one update for each sample, not one for each epoch. `inputs` and `targets`
    stay as they are.
    """
    # BEGIN SOLUTION
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x, y in zip(inputs, targets, strict=True):
            prediction = network.forward(x)
            total += float(mse_loss(prediction, y))
            network.backward(mse_loss_derivative(prediction, y))
            network.update(learning_rate)
        losses.append(total / len(inputs))
    return losses
    # END SOLUTION
