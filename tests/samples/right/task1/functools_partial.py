"""Both functions are functools.partial objects of one power function."""

from functools import partial

import numpy as np


def power_error(reduce, power, factor, predictions, targets):
    scaled = factor * (predictions - targets) ** power
    return scaled.mean() if reduce else scaled / predictions.size


mse_loss = partial(power_error, True, 2, 1)
mse_gradient = partial(power_error, False, 1, 2)
