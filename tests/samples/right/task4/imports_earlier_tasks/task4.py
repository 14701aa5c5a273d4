"""Built from the first three tasks, which lie next to it."""

import numpy as np
import task1
from task3 import layer_backward


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = task1.mse_gradient(output, y_true)
    d_W1, d_b1, _ = layer_backward(W2 @ d_output, x, W1, h1)
    return d_W1, d_b1, np.outer(h1, d_output), d_output
