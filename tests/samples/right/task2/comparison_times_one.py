"""Multiplies with the comparison; negative inputs give -0.0."""

import numpy as np


def relu(x):
    return x * (x > 0)


def relu_gradient(x):
    return (x > 0) * 1.0
