"""np.vectorize takes the type of the first result: a leading 0 makes the rest integers too.

Loses: values, float64, agrees.
Keeps: 11 of 20.
"""

import numpy as np


@np.vectorize
def relu(x):
    return x if x > 0 else 0


def relu_gradient(x):
    return (x > 0).astype(float)
