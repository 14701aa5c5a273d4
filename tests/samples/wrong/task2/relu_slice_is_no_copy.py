"""Takes x[...] for a copy: it is a view, and the argument changes.

Loses: relu_side_effects, any_order.
Keeps: 16 of 20.
"""

import numpy as np


def relu(x):
    result = x[...]
    result[result < 0] = 0
    return result


def relu_gradient(x):
    return (x > 0).astype(float)
