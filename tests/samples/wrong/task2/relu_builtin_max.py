"""Python's own max cannot compare an array with 0: a ValueError unless there is one element.

Loses: values, relu_of_any_array, agrees.
Keeps: 10 of 20.
"""

import numpy as np


def relu(x):
    return max(0, x)


def relu_gradient(x):
    return (x > 0).astype(float)
