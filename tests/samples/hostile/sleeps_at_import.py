"""Sleeps while it is imported, with every signal blocked that can be.

Class: exhausting.
Stopped by: time limit.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import signal
import time

import numpy as np

# BEGIN ATTACK
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
time.sleep(60)
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
