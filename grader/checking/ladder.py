"""The search for a step size: a ladder of them, walked up and down from where it starts."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Value: TypeAlias = float | NDArray[np.float64]
Sample: TypeAlias = Callable[[float], tuple[float, Value]]
"""Takes a step along the line; returns the step really taken and the function's value there."""

RATIO = 64.0
LOWEST, HIGHEST = -5, 8
EPSILON = 2.0**-52


class Rung(NamedTuple):
    """What one step size has to say about the slope."""

    step: float
    value: float
    """The slope, extrapolated from two central differences."""
    spread: float
    """What the two central differences disagree by: truncation, and noise.

    Together with half the jump it bounds the error that a kink between 0 and `step` makes.
    """
    jump: float
    """The difference between the one-sided slopes, extrapolated to a step of zero."""
    size: Value
    """The largest absolute value of each term."""


class Search:
    """Finds the step size with the smallest error; 4 evaluations a rung, 16 rungs at most.

    Parameters
    ----------
    sample
        Evaluates the function along the line.
    middle
        The function's value at the point itself.
    start
        The step size of the first rung.

    Attributes
    ----------
    error
        The smallest error so far.
    magnitude
        A lower bound for the absolute value of the slope.
    """

    def __init__(self, sample: Sample, middle: Value, start: float) -> None:
        self._sample = sample
        self._middle = middle
        self._start = start
        self._rungs: list[Rung] = []
        self._reach: Value = 0.0
        self._grain: Value = 0.0
        self._ends = {-1: 0, 1: 0}
        self._misses = 0
        self._best: Rung | None = None
        self.error = math.inf
        self.magnitude = 0.0
        # Between the best rung and the next lies a step size that is better by up to the ratio.
        self._refinements = [2.0, 8.0]
        first = self._measure(start)
        self._directions = self._order(first)

    def _order(self, first: Rung | None) -> list[int]:
        """Where to turn first: up if rounding dominates the error, otherwise down."""
        if first is None:
            return [-1]
        if first.spread == 0:
            # Nothing to go by before a larger step confirms it: see `_error`.
            self.error, self.magnitude = math.inf, 0.0
            return [1, -1]
        rest = first.spread + abs(first.jump) / 2
        return [1, -1] if 8 * self._rounding(first) >= rest else [-1, 1]

    def advance(self) -> bool:
        """Try one more step size; false if there is none left to try."""
        while self._directions:
            direction = self._directions[0]
            if self._blocked(direction):
                del self._directions[0]
                continue
            self._ends[direction] += direction
            before = self.error
            rung = self._measure(self._start * RATIO ** self._ends[direction])
            if direction > 0:
                self._misses = 0 if self.error < before else self._misses + 1
                # Beyond a pole, larger steps say nothing about the point.
                self._misses += 2 * (rung is None)
            return True
        if not self._refinements or self._best is None:
            return False
        self._measure(self._best.step * self._refinements.pop())
        return True

    def _blocked(self, direction: int) -> bool:
        if direction > 0:
            return self._ends[1] >= HIGHEST or self._misses > 1
        if self._ends[-1] <= LOWEST:
            return True
        # A smaller step is rounded more, so it cannot beat an error that is below its rounding.
        lowest = min(self._rungs, key=lambda rung: rung.step, default=None)
        return lowest is not None and self._rounding(lowest) > self.error

    def _measure(self, step: float) -> Rung | None:
        """Evaluate one step size, or return None where the function is not finite."""
        outer, outer_gap, size = self._difference(step)
        inner, inner_gap, _ = self._difference(step / 2)
        jump = 2 * inner_gap - outer_gap
        value = (4 * inner - outer) / 3
        if not math.isfinite(value + jump):
            return None
        rung = Rung(step, value, abs(outer - inner), jump, size)
        self._rungs.append(rung)
        self._best = min(self._rungs, key=self._error)
        self.error = self._error(self._best)
        self.magnitude = max(abs(self._best.value) - self.error, 0.0)
        return rung

    def _difference(self, step: float) -> tuple[float, float, Value]:
        """Return the central difference, the gap between the one-sided ones, and the size."""
        ahead, plus = self._sample(step)
        behind, minus = self._sample(-step)
        if ahead == 0 or behind == 0:
            return math.nan, math.nan, 0.0
        middle = self._middle
        if type(middle) is float and type(plus) is float and type(minus) is float:
            if plus == minus == middle:
                self._reach = max(float(self._reach), step)
            self._grain = _finer(self._grain, plus - middle, minus - middle)
            gap = (plus - middle) / ahead - (minus - middle) / behind
            return (plus - minus) / (ahead - behind), gap, max(abs(plus), abs(minus), abs(middle))
        if type(plus) is float or type(minus) is float:
            return math.nan, math.nan, 0.0
        same = (plus == middle) & (minus == middle)
        self._reach = np.where(same, np.maximum(self._reach, step), self._reach)
        self._grain = _finer_terms(self._grain, plus - middle, minus - middle)
        gap = _total((plus - middle) / ahead - (minus - middle) / behind)
        size = np.maximum(np.maximum(np.abs(plus), np.abs(minus)), np.abs(middle))
        return _total(plus - minus) / (ahead - behind), gap, size

    def _rounding(self, rung: Rung) -> float:
        """Estimate what the rounding of the function's values does to the slope.

        The smallest bits of a large term hide a change in it. Where a term did not change at all
        over a longer step, its slope is known to be smaller than that step can resolve. Terms that
        cancel inside f are rounded more than the size of f shows, but the grain tells.
        """
        if type(rung.size) is float:
            reach, noise = float(self._reach), 4 * EPSILON * rung.size
            if rung.step > reach:
                return max(noise, 2 * float(self._grain)) / rung.step
            return noise / reach
        grain = np.where(rung.step > self._reach, self._grain, 0.0)
        terms = np.maximum(4 * EPSILON * rung.size, 2 * grain)
        return float((terms / np.maximum(rung.step, self._reach)).sum())

    def _own_error(self, rung: Rung) -> float:
        return rung.spread + abs(rung.jump) / 2 + self._rounding(rung)

    def _error(self, rung: Rung) -> float:
        """Estimate the error of a rung; one that agrees with itself to the bit is asked twice.

        Where large terms cancel in f, it moves in coarse jumps that its size does not show. Two
        differences may then agree by luck, but not with those of a larger step.
        """
        own = self._own_error(rung)
        if rung.spread:
            return own
        larger = (other for other in self._rungs if other.step > rung.step)
        doubts = (abs(rung.value - other.value) - self._own_error(other) for other in larger)
        return max(own, *doubts, 0.0)

    def result(self) -> tuple[float, float, float]:
        """Return the slope, its error, and what the one-sided slopes differ by at a kink."""
        best = self._best
        if best is None:
            return math.nan, math.inf, 0.0
        kink = self._kink(best)
        if kink is None:
            return best.value, self.error, 0.0
        return kink.value, kink.spread + self._rounding(kink), abs(kink.jump)

    def _kink(self, best: Rung) -> Rung | None:
        """Return the best rung for a kink at the point, if there is one.

        The jump has to be what remains of the error, and to be the same at steps thousands of
        times smaller, as far as rounding lets it be seen.
        """
        if abs(best.jump) < self.error:
            return None
        clear = [rung for rung in self._rungs if 16 * self._rounding(rung) <= abs(best.jump)]
        steady = [rung for rung in clear if abs(rung.jump - best.jump) <= 0.1 * abs(best.jump)]
        if not steady or min(clear, key=_step) is not min(steady, key=_step):
            return None
        if min(steady, key=_step).step * RATIO**1.5 > max(steady, key=_step).step:
            return None
        return min(steady, key=lambda rung: rung.spread + self._rounding(rung))


def _step(rung: Rung) -> float:
    return rung.step


def _finer(grain: Value, *changes: float) -> float:
    """Return the largest power of two that all changes are multiples of; 0 while there is none."""
    finest = float(grain)
    for change in changes:
        if change and math.isfinite(change):
            numerator, denominator = change.as_integer_ratio()
            bit = (numerator & -numerator) / denominator
            finest = min(finest, bit) if finest else bit
    return finest


def _finer_terms(grain: Value, *changes: Value) -> NDArray[np.float64]:
    """Do the same for each term by itself."""
    finest = np.broadcast_to(np.asarray(grain), np.shape(changes[0]))
    for change in changes:
        mantissa, exponent = np.frexp(change)
        digits = (mantissa * 2.0**53).astype(np.int64)
        bit = np.ldexp((digits & -digits).astype(np.float64), exponent - 53)
        finest = np.where(bit == 0, finest, np.where(finest == 0, bit, np.minimum(finest, bit)))
    return finest


def _total(terms: Value) -> float:
    """Sum without rounding on the way: the terms may cancel."""
    return terms if isinstance(terms, float) else math.fsum(terms.tolist())
