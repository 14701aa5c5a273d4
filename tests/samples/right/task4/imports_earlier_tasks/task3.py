"""A right third task, for the fourth to import; imports the second itself."""

import numpy as np
from task2 import relu_gradient


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * relu_gradient(z)
    return np.outer(inputs, d_z), d_z, weights @ d_z
