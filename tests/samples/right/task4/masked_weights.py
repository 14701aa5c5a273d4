"""Cuts the inactive rows out of W2 on a copy and reads everything from what remains."""

import numpy as np


def backward_pass(*args):
    x, y_true, W1, b1, W2, b2, h1, output = args
    d_b2 = np.divide(2 * (output - y_true), output.size)
    open_rows = W2.astype(float)
    open_rows[h1 == 0] = 0
    d_b1 = open_rows @ d_b2
    return np.multiply.outer(x, d_b1), d_b1, np.multiply.outer(h1, d_b2), d_b2
