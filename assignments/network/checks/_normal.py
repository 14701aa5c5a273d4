"""Whether numbers look as if they had been drawn from the standard normal distribution."""

from __future__ import annotations

import math

import numpy as np

from grader.authoring import Floats

ENOUGH = 2000
"""Numbers that it takes to tell a distribution from others that are near it."""


def unlike_normal(array: Floats) -> str:
    """Say how many numbers differ from standard normal ones, or nothing.

    The bounds for mean and variance are 7 standard errors wide, which right weights exceed with
    probabilities of 3e-12 and 2e-11; that for the distribution is Dvoretzky's, Kiefer's and
    Wolfowitz's for a probability of 1e-12. The other two leave them next to none. `task7` asks for
    seven arrays: right weights fail once in 10**10 runs.

    Parameters
    ----------
    array
        The numbers. Of fewer than 2000 only their mean is looked at, and whether they differ.
    """
    n = array.size
    values = np.sort(array, axis=None)
    if not np.isfinite(values).all():
        return "are not all finite"
    if np.unique(np.abs(values)).size < 0.95 * n:
        return "have numbers that occur again and again"
    if abs(values.mean()) > 7 / math.sqrt(n):
        return "do not have a mean near 0"
    if n < ENOUGH:
        return ""
    spread = float(np.mean(values**2)) - 1
    if abs(spread) > 7 * math.sqrt(2 / n):
        size = "smaller" if spread < 0 else "larger"
        return f"have a standard deviation that is {size} than 1"
    cumulative = np.array([math.erf(v / math.sqrt(2)) / 2 + 0.5 for v in values])
    steps = np.arange(n + 1) / n
    distance = max(np.abs(cumulative - steps[1:]).max(), np.abs(cumulative - steps[:-1]).max())
    if distance > math.sqrt(math.log(2e12) / (2 * n)) or np.abs(values).max() < 2.5:
        return "have mean 0 and standard deviation 1, but another distribution than the normal one"
    return ""
