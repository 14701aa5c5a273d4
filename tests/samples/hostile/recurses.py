"""Calls itself without end, with the limit raised so that the C stack overflows.

Class: exhausting.
Stopped by: process boundary.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import sys

import numpy as np

# BEGIN ATTACK
sys.setrecursionlimit(10**9)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)


# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    # BEGIN ATTACK
    chain = ()
    for _ in range(3_000_000):
        chain = (chain,)
    return hash(chain)
    # END ATTACK
    return np.zeros_like(predictions)
