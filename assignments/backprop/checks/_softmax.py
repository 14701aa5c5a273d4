"""Softmax and cross-entropy as they are judged, and what is drawn for them.

Probabilities are whole fractions of a power of two: they have all their digits in single precision.
"""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import Draw, Floats, Numbers

MILLIONTH = 2.0**-20


class Logits(msgspec.Struct, frozen=True):
    """The argument of a softmax."""

    z: Numbers


class Distributions(msgspec.Struct, frozen=True):
    """Probabilities and targets: two distributions over the same classes."""

    probabilities: Numbers
    y_true: Numbers

    @property
    def arguments(self) -> tuple[Numbers, Numbers]:
        """The arguments in their order."""
        return self.probabilities, self.y_true


def softmax(z: Numbers) -> Floats:
    """Return what softmax is, in a form that no logit makes overflow."""
    powers = np.exp(np.asarray(z, dtype=np.float64) - np.max(z))
    return np.asarray(powers / powers.sum())


def log_sum_exp(z: Numbers) -> Floats:
    """Return the logarithm of the sum of the exponentials along the last axis, which is kept."""
    largest = z.max(axis=-1, keepdims=True)
    return np.asarray(largest + np.log(np.exp(z - largest).sum(axis=-1, keepdims=True)))


def cross_entropy(given: Distributions) -> float:
    """Return the sum of -y log p, where a y of 0 adds nothing, whatever its p."""
    due = given.y_true != 0
    return -float((given.y_true[due] * np.log(given.probabilities[due])).sum())


def logits(draw: Draw) -> Logits:
    """Draw logits of ordinary size."""
    return Logits(draw.small((draw.integer(1, 8),), zeros=True) / draw.choice([1, 2, 4]))


def spread(draw: Draw, n: int) -> Floats:
    """Draw `n` whole numbers from -900 to 0, one of them 0: how far logits lie below the largest.

    The differences are of any size: some matter for all digits, some for the last, some for none.
    """
    sizes = [draw.choice([9, 30, 90, 300, 900]) for _ in range(n)]
    depths = np.array([-draw.integer(0, size) for size in sizes], dtype=np.float64)
    return np.asarray(depths - depths.max())


def extreme_logits(draw: Draw) -> Logits:
    """Draw logits up to 1000 and down to -1000, of any spread."""
    kind = draw.choice(["ends", "spread", "large", "small"])
    n = draw.integer(1, 8)
    if kind == "ends":
        ends = [draw.choice([1000.0, -1000.0, 0.0]) for _ in range(n)]
        return Logits(np.clip(draw.small((n,), zeros=True) + np.array(ends), -1000, 1000))
    below = spread(draw, n) if kind == "spread" else -np.abs(draw.small((n,), zeros=True))
    largest = 991 if kind == "large" else -991 if kind == "small" else draw.integer(-100, 1000)
    return Logits(below + largest)


def distribution(draw: Draw, n: int, unit: float = 1 / 64) -> Floats:
    """Draw `n` probabilities that sum to 1, all but one of them a few times `unit`."""
    few = [draw.integer(2, 54 // n) * unit for _ in range(n - 1)]
    return np.roll(np.array([1 - sum(few), *few]), draw.integer(0, n - 1))


def targets(draw: Draw, n: int) -> Floats:
    """Draw a one-hot vector, or a distribution that may hold zeros."""
    if draw.choice([True, False]):
        return one_hot(draw, n)
    chosen = np.zeros(n)
    some = draw.integer(1, n)
    chosen[:some] = distribution(draw, some)
    return np.roll(chosen, draw.integer(0, n - 1))


def one_hot(draw: Draw, n: int) -> Floats:
    """Draw a vector with a single 1."""
    return np.array(np.eye(n)[draw.integer(0, n - 1)])


def distributions(draw: Draw) -> Distributions:
    """Draw probabilities of ordinary size."""
    n = draw.integer(2, 8)
    given = Distributions(distribution(draw, n), targets(draw, n))
    draw.assume(cross_entropy(given) > 0.1)
    return given


def edges(draw: Draw) -> Distributions:
    """Draw probabilities of a few millionths, and some that are 0 where their targets are.

    One is nearly 1, and with it alone the cross-entropy is small, or 0.
    """
    n, zeros = draw.integer(1, 6), draw.integer(0, 3)
    unit = draw.choice([MILLIONTH, MILLIONTH, 1 / 64])
    values, place = (distribution(draw, n, unit), targets(draw, n)), draw.integer(0, n)
    given = Distributions(*(np.insert(one, place, np.zeros(zeros)) for one in values))
    draw.assume(zeros or n > 1)
    return given
