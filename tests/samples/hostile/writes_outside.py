"""Writes files outside its scratch folder: in the temporary, the home and the shared folders.

Class: escaping.
Stopped by: landlock.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os
import pwd
from pathlib import Path

import numpy as np

# BEGIN ATTACK
home = Path(pwd.getpwuid(os.geteuid()).pw_dir)
for folder in (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), home, Path(os.getcwd()).parent):
    try:
        with open(folder / "HOSTILE_MARKER_outside", "x") as file:
            file.write("a submission was here")
    except OSError:
        continue
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
