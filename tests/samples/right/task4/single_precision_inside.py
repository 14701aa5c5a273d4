"""Computes in single precision, and returns float64."""

import numpy as np


def single(*arrays):
    return [np.asarray(array, dtype=np.float32) for array in arrays]


def backward_pass(*arguments):
    x, y_true, W1, b1, W2, b2, h1, output = single(*arguments)
    d_b2 = 2 * (output - y_true) / output.size
    d_b1 = (W2 @ d_b2) * (h1 > 0)
    gradients = np.outer(x, d_b1), d_b1, np.outer(h1, d_b2), d_b2
    return [gradient.astype(np.float64) for gradient in gradients]
