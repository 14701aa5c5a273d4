"""A function on both sides of a point, at several step sizes along many lines.

A line is one element of the point that moves, or a direction. All lines of a `Stencil` have the
same step sizes relative to their own scale, so that NumPy works on all of them at once; what costs
time is the function alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.checking.noise import Array, Row

Mask: TypeAlias = NDArray[np.bool_]
Members: TypeAlias = NDArray[np.intp]

START = math.sqrt(5) * 2.0**-15
"""The usual step: about eps**(1/3) times ten.

It is no round binary number, nor are its products: values of a function at such steps have all
their digits, so that missing ones show how coarsely the function is rounded.
"""
FAR = START * 4.0**8
"""A step at which it shows what a term is that is flat near the point."""


class Lines(msgspec.Struct, frozen=True):
    """The lines through one point along which a function is differentiated.

    Attributes
    ----------
    sample
        Takes the number of a line and a step; returns the step really taken, after rounding, and
        the terms of the function there, a flat array.
    middle
        The terms at the point itself, of shape (terms,).
    scale
        The unit of each line's step sizes, of shape (lines,).
    row
        The terms at points next to each other, in which all lines move, see `noise`.
    depends
        Which terms depend on a line, of shape (terms,).
    blur
        By how much the step really taken may differ from the one that `sample` returns.
    """

    sample: Callable[[int, float], tuple[float, Array]]
    middle: Array
    scale: Array
    row: Row
    depends: Callable[[int], Mask]
    blur: float = 0.0


class Level(NamedTuple):
    """One step size of all lines; `n` lines and `m` terms."""

    step: float
    """Relative to the lines' scale."""
    ahead: Array
    """The step forwards that was really taken, of shape (n,)."""
    behind: Array
    """The step backwards, which is negative."""
    rise: Array
    """What each term changes by with the step forwards, of shape (n, m)."""
    fall: Array
    """What it changes by with the step backwards."""
    size: Array
    """The largest absolute value of each term, of shape (n, m)."""

    def take(self, rows: Mask) -> Level:
        """Keep some of the lines."""
        return Level(self.step, *(array[rows] for array in self[1:]))


class Stencil:
    """Some of the lines, and the function at step sizes that ascend.

    Parameters
    ----------
    lines
        All lines.
    members
        The numbers of those that belong to this stencil.
    noise
        A bound for the rounding error of each term, as far as it was measured, of shape (terms,).
    levels
        What is known already.
    """

    def __init__(
        self, lines: Lines, members: Members, noise: Array, levels: Sequence[Level] = ()
    ) -> None:
        self.lines = lines
        self.members = members
        self.levels = list(levels)
        self.depends = np.ones((len(members), lines.middle.size), dtype=np.bool_)
        self.noise = noise

    def take(self, rows: Mask) -> Stencil:
        """Keep some of the lines, and all that is known of them."""
        levels = [level.take(rows) for level in self.levels]
        kept = Stencil(self.lines, self.members[rows], self.noise, levels)
        kept.depends = self.depends[rows]
        return kept

    def flat(self) -> Mask:
        """Whether no term changes at any step, for each line."""
        still = [~(level.rise.any(axis=1) | level.fall.any(axis=1)) for level in self.levels]
        flat: Mask = np.logical_and.reduce(still)
        return flat

    def add(self, *steps: float) -> None:
        """Evaluate the function at more step sizes, 2 evaluations a line for each new one."""
        known = {level.step for level in self.levels}
        self.levels += [self._measure(step) for step in steps if step not in known]
        self.levels.sort(key=lambda level: level.step)

    def _measure(self, step: float) -> Level:
        sample, middle = self.lines.sample, self.lines.middle
        steps = (self.lines.scale[self.members] * step).tolist()
        pairs = [
            (sample(i, h), sample(i, -h)) for i, h in zip(self.members.tolist(), steps, strict=True)
        ]
        plus = np.array([ahead[1] for ahead, _ in pairs])
        minus = np.array([behind[1] for _, behind in pairs])
        size = np.maximum(np.maximum(np.abs(plus), np.abs(minus)), np.abs(middle))
        return Level(
            step,
            np.array([ahead[0] for ahead, _ in pairs]),
            np.array([behind[0] for _, behind in pairs]),
            plus - middle,
            minus - middle,
            size,
        )

    def ask_what_depends(self) -> None:
        """Find the terms that a line leaves alone, 1 evaluation a line: they have no rounding."""
        self.depends = np.array([self.lines.depends(i) for i in self.members.tolist()])
