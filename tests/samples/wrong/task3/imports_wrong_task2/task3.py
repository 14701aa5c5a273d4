"""Right by itself, but imports a relu_gradient from task 2 that is 1 at zero.

Loses: at_zero, all_sizes.
Keeps: 24 of 30.
"""

import numpy as np
from task2 import relu_gradient


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * relu_gradient(z)
    return np.outer(inputs, d_z), d_z, weights @ d_z
