"""Task 6: softmax, cross-entropy, and one training step.

A network that sorts into classes, and the first step of its training: forward, backward,
update. Check your work with `grade task6`. The mathematics is in README.md, section
"Task 6".
"""

import numpy as np


def relu(x):
    """Return max(0, x) for each element of `x` (given)."""
    return np.maximum(x, 0.0)


def softmax(z):
    """Return the probabilities that belong to logits.

    Parameters
    ----------
    z : ndarray of float64 or int64, shape (n,)
        The logits: what the last layer puts out, one number for each class.

    Returns
    -------
    ndarray, shape (n,)
        ``exp(z)`` divided by the sum of ``exp(z)``. It sums to 1, and it is finite and exact
        for logits of 1000 and -1000, too. float64 when the argument is.

    Notes
    -----
    The argument stays as it is.
    """
    raise NotImplementedError  # your code here


def cross_entropy(probabilities, y_true):
    """Return ``-sum(y * log(p))`` over the classes.

    Parameters
    ----------
    probabilities : ndarray of float64 or int64, shape (n,)
        What the network says: a distribution over the classes. It may be 0 where `y_true`
        is 0; such a class adds nothing to the sum.
    y_true : ndarray of float64 or int64, shape (n,)
        What is true: one-hot (a single 1, the rest 0), or any other distribution.

    Returns
    -------
    float
        One finite real number. float64 when the arguments are.

    Notes
    -----
    The arguments stay as they are.
    """
    raise NotImplementedError  # your code here


def training_step(x, y_true, W1, b1, W2, b2, learning_rate):
    """Train a network on one sample, for one step of gradient descent.

    The network is ``h1 = relu(x @ W1 + b1)``, ``probabilities = softmax(h1 @ W2 + b2)``, and
    its loss is ``cross_entropy(probabilities, y_true)``.

    Parameters
    ----------
    x : ndarray of float64 or int64, shape (n_in,)
        The sample.
    y_true : ndarray of float64 or int64, shape (n_out,)
        Its target, a distribution over the classes.
    W1 : ndarray of float64 or int64, shape (n_in, n_hidden)
        The weights of the hidden layer.
    b1 : ndarray of float64 or int64, shape (n_hidden,)
        The biases of the hidden layer.
    W2 : ndarray of float64 or int64, shape (n_hidden, n_out)
        The weights of the output layer.
    b2 : ndarray of float64 or int64, shape (n_out,)
        The biases of the output layer.
    learning_rate : float
        The size of the step, greater than 0.

    Returns
    -------
    loss : float
        The loss before the step.
    W1, b1, W2, b2 : ndarray
        New arrays of the shapes of the old ones: each is the old parameter minus
        `learning_rate` times the gradient of the loss at the old parameters.

    Notes
    -----
    Return the five in this order. They are float64 when the arguments are. The arguments
    stay as they are. Where the pre-activation of a hidden unit is exactly 0, the derivative
    of ReLU counts as 0, as in task 2.
    """
    raise NotImplementedError  # your code here
