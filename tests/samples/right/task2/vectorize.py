"""np.vectorize on scalar functions, with float as the type of the results."""

import numpy as np


def _relu(value):
    return value if value > 0 else 0.0


def _step(value):
    return 1.0 if value > 0 else 0.0


relu = np.vectorize(_relu, otypes=[float])
relu_gradient = np.vectorize(_step, otypes=[float])
