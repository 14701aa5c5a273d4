"""Raises its own priority, pins itself to a processor and locks memory.

Class: escaping.
Stopped by: seccomp, rlimits.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import ctypes
import os

import numpy as np

# BEGIN ATTACK
try:
    os.setpriority(os.PRIO_PROCESS, 0, -20)
    print("HOSTILE_MARKER raised its priority")
except OSError:
    pass
try:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    print("HOSTILE_MARKER ran in real time")
except OSError:
    pass
buffer = ctypes.create_string_buffer(64_000_000)
if ctypes.CDLL(None).mlock(buffer, ctypes.c_size_t(64_000_000)) == 0:
    print("HOSTILE_MARKER locked 64 MB of memory")
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
