"""Softmax and cross-entropy as they are judged, and what is drawn for them."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.drawing import Draw, Floats, Numbers


class Logits(msgspec.Struct, frozen=True):
    """The argument of a softmax, and another that differs by a common number."""

    z: Numbers
    shift: float


class Distributions(msgspec.Struct, frozen=True):
    """Probabilities and targets: two distributions over the same classes."""

    probabilities: Numbers
    y_true: Numbers


def softmax(z: Numbers) -> Floats:
    """Return what softmax is, in a form that no logit makes overflow."""
    powers = np.exp(np.asarray(z, dtype=np.float64) - np.max(z))
    return np.asarray(powers / powers.sum())


def log_sum_exp(z: Numbers) -> float:
    """Return the logarithm of the sum of the exponentials."""
    largest = float(np.max(z))
    return largest + float(np.log(np.exp(z - largest).sum()))


def cross_entropy(probabilities: Numbers, y_true: Numbers) -> float:
    """Return the sum of -y log p, where a y of 0 adds nothing, whatever its p."""
    due = y_true != 0
    return -float((y_true[due] * np.log(probabilities[due])).sum())


def logits(draw: Draw) -> Logits:
    """Draw logits of ordinary size, and a shift that adds no rounding."""
    z = draw.small((draw.integer(1, 5),), zeros=True) / draw.choice([1, 2, 4])
    return Logits(z, float(draw.integer(1, 9)))


def extreme_logits(draw: Draw) -> Logits:
    """Draw logits around 1000, around -1000, and some of each."""
    z = draw.small((draw.integer(1, 5),), zeros=True)
    bases = draw.choice([[1000.0], [-1000.0], [1000.0, -1000.0, 0.0]])
    return Logits(z + np.array([draw.choice(bases) for _ in range(z.size)]), 0.0)


def distribution(draw: Draw, n: int, unit: float = 0.05) -> Floats:
    """Draw `n` probabilities that sum to 1, all but the last of them a few times `unit`."""
    few = [draw.integer(1, 18 // n) * unit for _ in range(n - 1)]
    return np.array([float(f"{p:.9g}") for p in [*few, 1 - sum(few)]])


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
    n = draw.integer(2, 5)
    return Distributions(np.roll(distribution(draw, n), draw.integer(0, 1)), targets(draw, n))


def small_probabilities(draw: Draw) -> Distributions:
    """Draw probabilities of a few millionths, with targets that meet them."""
    n = draw.integer(2, 4)
    probabilities = distribution(draw, n, unit=1e-6)
    y_true = targets(draw, n)
    draw.assume(y_true[:-1].max() >= 0.01)
    return Distributions(probabilities, y_true)


def zero_probabilities(draw: Draw) -> Distributions:
    """Draw probabilities of which some are 0, and so are their targets."""
    n, zeros = draw.integer(1, 3), draw.integer(1, 3)
    place = draw.integer(0, n)

    def pad(values: Floats) -> Floats:
        return np.insert(values, place, np.zeros(zeros))

    return Distributions(pad(distribution(draw, n)), pad(targets(draw, n)))
