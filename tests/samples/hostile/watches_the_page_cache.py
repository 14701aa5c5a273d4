"""Asks whether a part of a file that all can open is in memory, and drops it from there.

Class: looking.
Stopped by: seccomp.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os

import numpy as np

# BEGIN ATTACK
common = os.open(np.__file__, os.O_RDONLY)
try:
    os.preadv(common, [bytearray(1)], 0, os.RWF_NOWAIT)
    print("HOSTILE_MARKER knows what is in the page cache")
except PermissionError:
    pass
except OSError:
    print("HOSTILE_MARKER knows what is not in the page cache")
try:
    os.posix_fadvise(common, 0, 0, os.POSIX_FADV_DONTNEED)
    print("HOSTILE_MARKER changed what is in the page cache")
except OSError:
    pass
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
