"""Computes with fractions.Fraction, exactly, and converts to float at the end."""

from fractions import Fraction
from math import prod

import numpy as np


def mse_loss(predictions, targets):
    pairs = zip(predictions.ravel().tolist(), targets.ravel().tolist())
    total = sum((Fraction(p) - Fraction(t)) ** 2 for p, t in pairs)
    return float(total / prod(predictions.shape))


def mse_gradient(predictions, targets):
    n = prod(predictions.shape)
    pairs = zip(predictions.ravel().tolist(), targets.ravel().tolist())
    values = [float(2 * (Fraction(p) - Fraction(t)) / n) for p, t in pairs]
    return np.array(values).reshape(predictions.shape)
