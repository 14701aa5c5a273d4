"""relu returns the step, not the input where the step is on.

Loses: values, agrees.
Keeps: 12 of 20.
"""

import numpy as np


def relu(x):
    return (x > 0) * 1.0


def relu_gradient(x):
    return (x > 0) * 1.0
