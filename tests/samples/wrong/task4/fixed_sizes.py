"""Written for the 3-4-2 network of the example.

It makes several slips.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, output_weights_follow,
hidden_biases_follow, hidden_weights_follow, agrees.
Keeps: 0 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    d_output = 2 * (output - y_true) / 2
    d_W2 = np.zeros((4, 2))
    d_z1 = np.zeros(4)
    for i in range(4):
        for j in range(2):
            d_W2[i, j] = h1[i] * d_output[j]
            if h1[i] > 0:
                d_z1[i] += W2[i, j] * d_output[j]
    d_W1 = np.zeros((3, 4))
    for i in range(3):
        d_W1[i] = x[i] * d_z1
    return d_W1, d_z1, d_W2, d_output
