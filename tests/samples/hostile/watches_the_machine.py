"""Measures how full the memory and the disk are, which another submission can change.

Class: looking.
Stopped by: seccomp.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import ctypes
import os

import numpy as np

# BEGIN ATTACK
if ctypes.CDLL(None).sysinfo(ctypes.create_string_buffer(512)) == 0:
    print("HOSTILE_MARKER knows how much memory is free")
try:
    os.statvfs(".")
    print("HOSTILE_MARKER knows how full the disk is")
except OSError:
    pass
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
