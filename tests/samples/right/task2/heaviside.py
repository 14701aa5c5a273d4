"""np.heaviside with 0.0 at zero; relu is the input times that."""

import numpy as np


def relu(x):
    return x * np.heaviside(x, 0.0)


def relu_gradient(x):
    return np.heaviside(x, 0.0)
