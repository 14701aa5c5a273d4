"""Asks for memory that is shared, with nobody: no limit on a process's own data counts it.

Class: exhausting.
Stopped by: rlimits.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import mmap

import numpy as np

# BEGIN ATTACK
kept = []
try:
    for _ in range(12):  # 3 GB, which are not used
        kept.append(mmap.mmap(-1, 1 << 28, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS))
    print("HOSTILE_MARKER has 3 GB of shared memory")
except OSError:
    pass
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
