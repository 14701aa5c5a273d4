"""Latin-1 without a coding line: the é below is no UTF-8, a SyntaxError at import."""

import numpy as np


# Carré moyen de l'erreur
def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mse_gradient(predictions, targets):
    return 2 * (predictions - targets) / predictions.size
