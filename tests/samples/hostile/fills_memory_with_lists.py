"""Fills 200 MB with a list, and waits with it.

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
    hoard = [bytes(1000) for _ in range(200_000)]
    time.sleep(len(hoard))
    # END ATTACK
    return np.zeros_like(predictions)
