"""Writes outside its scratch folder through symbolic links, open folders and /proc/self.

Class: escaping.
Stopped by: landlock.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os

import numpy as np

# BEGIN ATTACK
flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
os.symlink("/tmp", "outside")
for path in (
    "outside/HOSTILE_MARKER_by_link",
    "/proc/self/root/tmp/HOSTILE_MARKER_by_root",
    f"/proc/{os.getpid()}/cwd/../HOSTILE_MARKER_by_cwd",
    "../HOSTILE_MARKER_by_parent",
):
    try:
        os.close(os.open(path, flags, 0o600))
    except OSError:
        continue
try:
    folder = os.open("/tmp", os.O_RDONLY | os.O_DIRECTORY)
    os.close(os.open("HOSTILE_MARKER_by_descriptor", flags, 0o600, dir_fd=folder))
except OSError:
    pass
try:
    with open("inside", "x"):
        os.rename("inside", "/tmp/HOSTILE_MARKER_by_rename")
except OSError:
    pass
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
