"""np.piecewise and np.select on float copies."""

import numpy as np


def relu(x):
    return np.piecewise(x.astype(float), [x > 0], [lambda v: v, 0.0])


def relu_gradient(x):
    return np.select([x > 0, x <= 0], [1.0, 0.0])
