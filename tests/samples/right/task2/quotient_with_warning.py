"""relu(x) / x with nan turned into zero: warns about 0 / 0 and is right."""

import numpy as np


def relu(x):
    return np.fmax(x, 0.0)


def relu_gradient(x):
    return np.nan_to_num(relu(x) / x)
