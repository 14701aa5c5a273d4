"""np.multiply.outer, and the product from the other side with weights.T."""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = np.multiply(d_output, np.heaviside(z, 0.0))
    return np.multiply.outer(inputs, d_z), d_z, d_z @ weights.T
