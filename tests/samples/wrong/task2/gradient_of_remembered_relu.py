"""Reads the result that relu left in a global: right only just after relu(x).

Loses: gradient, any_order.
Keeps: 11 of 20.
"""

import numpy as np


_last = np.zeros(())


def relu(x):
    global _last
    _last = np.maximum(0, x)
    return _last


def relu_gradient(x):
    return (_last > 0).astype(float)
