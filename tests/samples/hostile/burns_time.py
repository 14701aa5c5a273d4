"""Computes for ever, in C code that holds the interpreter's lock and hears no signal.

Class: exhausting.
Stopped by: time limit.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import signal

import numpy as np


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    # BEGIN ATTACK
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for _ in range(20):
        sum(range(10**9))
    # END ATTACK
    return np.zeros_like(predictions)
