"""Looks for secrets and for the course's place in its own environment and arguments.

Class: looking.
Stopped by: environment.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os
import sys

import numpy as np

# BEGIN ATTACK
words = ("TOKEN", "SECRET", "GITHUB", "SOLUTION", "COURSE", "PYTHONPATH", "SSH", "USER", "CI")
for key in os.environ:
    if any(word in key.upper().split("_") for word in words) or key == "PWD":
        print("HOSTILE_MARKER the environment holds", key)
for text in (*sys.argv, *sys.path):
    if "solutions" in text or "assignments" in text:
        print("HOSTILE_MARKER told where the course is")
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
