"""Runs a regular expression that backtracks for ever, and offers one to the grader in an error.

Class: exhausting.
Stopped by: time limit, protocol.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import re

import numpy as np


def mse_loss(predictions, targets):
    # BEGIN ATTACK
    raise TypeError("mse_loss" + "(" * 200_000 + ") takes missing" + " \t" * 200_000)
    # END ATTACK
    return 0.0


def mse_gradient(predictions, targets):
    # BEGIN ATTACK
    re.match(r"(a+)+b", "a" * 40)
    # END ATTACK
    return np.zeros_like(predictions)
