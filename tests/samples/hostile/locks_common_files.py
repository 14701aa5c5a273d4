"""Locks a file that all submissions can open, which another one could see.

Class: escaping.
Stopped by: seccomp.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import fcntl

import numpy as np

# BEGIN ATTACK
with open(np.__file__) as common:
    for lock in (fcntl.flock, fcntl.lockf):
        try:
            lock(common, fcntl.LOCK_SH | fcntl.LOCK_NB)
            print("HOSTILE_MARKER locked a file of NumPy's")
        except OSError:
            pass
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
