"""Task 4: the backward pass through a network of two layers.

A hidden layer with ReLU, a linear output layer, and the mean squared error on top: here
tasks 1 to 3 come together. Check your work with `grade task4`. The mathematics is in
README.md, section "Task 4".
"""

import numpy as np


def relu(x):
    """Return max(0, x) for each element of `x` (given)."""
    return np.maximum(x, 0.0)


def mse_loss(predictions, targets):
    """Return the mean of the squared errors over all elements (given)."""
    return np.mean((predictions - targets) ** 2)


def forward_pass(x, W1, b1, W2, b2):
    """Return ``(z1, h1, output)`` of the network for one sample (given).

    `z1` is the pre-activation of the hidden layer, shape (n_hidden,), `h1` what it puts
    out, shape (n_hidden,), and `output` the network's prediction, shape (n_out,). There
    is no activation on the output: it is linear.
    """
    z1 = x @ W1 + b1
    h1 = relu(z1)
    output = h1 @ W2 + b2
    return z1, h1, output


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    """Return the gradient of ``mse_loss(output, y_true)`` at each parameter.

    Parameters
    ----------
    x : ndarray of float64 or int64, shape (n_in,)
        The sample.
    y_true : ndarray of float64 or int64, shape (n_out,)
        Its target.
    W1 : ndarray of float64 or int64, shape (n_in, n_hidden)
        The weights of the hidden layer.
    b1 : ndarray of float64 or int64, shape (n_hidden,)
        The biases of the hidden layer.
    W2 : ndarray of float64 or int64, shape (n_hidden, n_out)
        The weights of the output layer.
    b2 : ndarray of float64 or int64, shape (n_out,)
        The biases of the output layer.
    h1, output : ndarray of float64 or int64, shapes (n_hidden,) and (n_out,)
        What `forward_pass` made of this very `x` and these parameters. Where the
        pre-activation of a hidden unit is exactly 0, the derivative of ReLU counts as
        0, as in task 2. The output layer is linear.

    Returns
    -------
    d_W1 : ndarray, shape (n_in, n_hidden)
        The gradient of the loss with respect to `W1`.
    d_b1 : ndarray, shape (n_hidden,)
        The gradient of the loss with respect to `b1`.
    d_W2 : ndarray, shape (n_hidden, n_out)
        The gradient of the loss with respect to `W2`.
    d_b2 : ndarray, shape (n_out,)
        The gradient of the loss with respect to `b2`.

    Notes
    -----
    Return the four in this order. They are float64 when the arguments are. The
    arguments stay as they are.
    """
    raise NotImplementedError  # your code here
