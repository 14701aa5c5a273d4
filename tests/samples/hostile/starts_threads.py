"""Starts threads that keep computing between the calls and after the last one.

Class: exhausting.
Stopped by: leftovers, time limit.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import threading
import time

import numpy as np

# BEGIN ATTACK
end = time.monotonic() + 20


def busy():
    while time.monotonic() < end:
        pass


for _ in range(24):
    threading.Thread(target=busy).start()
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
