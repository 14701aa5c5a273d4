"""Leaves a child that keeps the pipes open, so that the grader never reads their end.

Class: escaping.
Stopped by: seccomp, leftovers, time limit.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os
import time

import numpy as np


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    # BEGIN ATTACK
    child = os.fork()
    if child == 0:
        os.setsid()
        time.sleep(20)
        os._exit(0)
    print("HOSTILE_MARKER forked")
    os._exit(0)
    # END ATTACK
    return np.zeros_like(predictions)
