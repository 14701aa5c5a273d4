"""Takes most of a call's time limit for each call, so that the whole goes on for hours.

Class: exhausting.
Stopped by: time limit.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import time

import numpy as np


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    # BEGIN ATTACK
    time.sleep(4)
    # END ATTACK
    return np.zeros_like(predictions)
