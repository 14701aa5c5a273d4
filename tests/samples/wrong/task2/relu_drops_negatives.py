"""Leaves the negative elements out, so the result gets shorter.

Loses: values, relu_of_any_array, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def relu(x):
    return x[x > 0]


def relu_gradient(x):
    return (x > 0).astype(float)
