"""Starts from output - y_true, as for a softmax with cross-entropy: right for two outputs only.

Loses: output_biases, output_weights, hidden_biases, hidden_weights, all_sizes, agrees.
Keeps: 17 of 30.
"""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    delta2 = output - y_true
    delta1 = (W2 @ delta2) * (h1 > 0)
    return np.outer(x, delta1), delta1, np.outer(h1, delta2), delta2
