"""Takes the step at once: returns updated parameters where gradients are due.

It makes several slips.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, output_weights_follow,
hidden_biases_follow, hidden_weights_follow, agrees.
Keeps: 0 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    rate = 0.01
    d_output = 2 * (output - y_true) / output.size
    d_z1 = (W2 @ d_output) * (h1 > 0)
    return (
        W1 - rate * np.outer(x, d_z1),
        b1 - rate * d_z1,
        W2 - rate * np.outer(h1, d_output),
        b2 - rate * d_output,
    )
