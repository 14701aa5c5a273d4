"""Returns a named tuple whose fields are built by a generator."""

from collections import namedtuple

import numpy as np

Gradients = namedtuple("Gradients", "W1 b1 W2 b2")


def _steps(x, error, W2, h1):
    d_hidden = np.dot(W2, error) * (h1 != 0)
    yield np.outer(x, d_hidden)
    yield d_hidden
    yield np.outer(h1, error)
    yield error


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    error = (output - y_true) * 2 / np.size(output)
    return Gradients(*_steps(x, error, W2, h1))
