"""Adds the gradients to those of the calls before, which nobody sets back to zero.

It makes several slips.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, output_weights_follow,
hidden_biases_follow, hidden_weights_follow.
Keeps: 1 of 30.
"""

import numpy as np


class State:
    gradients = {}


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    new = [np.outer(x, d_z1), d_z1, np.outer(h1, d_output), d_output]
    key = W1.shape + W2.shape
    if key in State.gradients:
        new = [old + g for old, g in zip(State.gradients[key], new)]
    State.gradients[key] = new
    return tuple(new)
