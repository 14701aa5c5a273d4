"""Leaves a process behind, in a session of its own, that acts when the grader is done.

Class: escaping.
Stopped by: seccomp, leftovers, landlock.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os
import time

import numpy as np

# BEGIN ATTACK
try:
    child = os.fork()
except OSError:
    child = -1
if child == 0:
    os.setsid()
    if os.fork() > 0:
        os._exit(0)
    time.sleep(2)
    try:
        os.close(os.open("/tmp/HOSTILE_MARKER_daemon", os.O_CREAT | os.O_EXCL))
    finally:
        os._exit(0)
elif child > 0:
    print("HOSTILE_MARKER forked")
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
