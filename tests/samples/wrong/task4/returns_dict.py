"""Returns a dict where a tuple is due, with names of its own.

It makes several slips.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, output_weights_follow,
hidden_biases_follow, hidden_weights_follow, agrees.
Keeps: 0 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    grads = {}
    grads["b2"] = 2 * (output - y_true) / output.size
    grads["W2"] = np.outer(h1, grads["b2"])
    grads["b1"] = (W2 @ grads["b2"]) * (h1 > 0)
    grads["W1"] = np.outer(x, grads["b1"])
    return grads
