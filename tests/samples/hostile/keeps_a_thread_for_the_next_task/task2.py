"""Takes its time, so that there is something to be heard."""

import time

import numpy as np


def relu(x):
    # BEGIN ATTACK
    time.sleep(0.001)
    # END ATTACK
    return np.maximum(x, 0)


def relu_gradient(x):
    return np.where(x > 0, 1.0, 0.0)
