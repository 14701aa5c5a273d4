# -*- coding: latin-1 -*-
"""Latin-1 text with a coding line: carré, größe, año."""

import numpy as np


GRÖSSE = "Größe"


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    größe = predictions.size
    return 2 * (predictions - targets) / größe
