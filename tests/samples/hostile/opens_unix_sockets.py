"""Opens Unix sockets, one with an abstract name, one with a path, and a pair without any.

Class: escaping.
Stopped by: seccomp, landlock.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os
import socket

import numpy as np

# BEGIN ATTACK
for address in (f"\0HOSTILE_MARKER_{os.getpid()}", "socket"):
    try:
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind(address)
            server.listen()
            client.connect(address)
            print("HOSTILE_MARKER connected by a Unix socket")
    except OSError:
        continue
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
