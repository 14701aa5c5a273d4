"""Takes its time, so that there is something to be heard, and then cannot be loaded."""

import time

import numpy as np

# BEGIN ATTACK
time.sleep(0.5)
raise RuntimeError("all is said")
# END ATTACK


def relu(x):
    return np.maximum(x, 0)


def relu_gradient(x):
    return np.where(x > 0, 1.0, 0.0)
