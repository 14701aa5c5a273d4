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
    """Lines along which functions are differentiated, each function through a point of its own.

    All functions have equally many terms.

    Attributes
    ----------
    sample
        Takes the numbers of n lines and a step along each; returns the steps really taken, after
        rounding, of shape (n,), and the terms of the function there, of shape (n, terms).
    middle
        The terms of each function at its point, of shape (functions, terms).
    function
        The number of each line's function, of shape (lines,).
    scale
        The unit of each line's step sizes, of shape (lines,).
    row
        The terms at points next to each other, in which all lines move, those of all functions
        side by side, see `noise`.
    depends
        Takes the numbers of n lines; returns which terms depend on each, of shape (n, terms).
    blur
        How far each line's points may lie from where the function is really evaluated: they are
        rounded themselves, and what it computes from them first is rounded, too. Of shape (lines,).
    """

    sample: Callable[[Members, Array], tuple[Array, Array]]
    middle: Array
    function: Members
    scale: Array
    row: Row
    depends: Callable[[Members], Mask]
    blur: Array


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
        A bound for the rounding error of each term, as far as it was measured, of shape
        (members, terms).
    levels
        What is known already.
    """

    def __init__(
        self, lines: Lines, members: Members, noise: Array, levels: Sequence[Level] = ()
    ) -> None:
        self.lines = lines
        self.members = members
        self.levels = list(levels)
        self.depends = np.ones(noise.shape, dtype=np.bool_)
        self.noise = noise

    def take(self, rows: Mask) -> Stencil:
        """Keep some of the lines, and all that is known of them."""
        levels = [level.take(rows) for level in self.levels]
        kept = Stencil(self.lines, self.members[rows], self.noise[rows], levels)
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
        new = [step for step in steps if step not in known]
        if not new:
            return
        both = np.multiply.outer([(step, -step) for step in new], self.lines.scale[self.members])
        members = np.broadcast_to(self.members, both.shape)
        taken, terms = self.lines.sample(members.reshape(-1), both.reshape(-1))
        middle = self.lines.middle[self.lines.function[self.members]]
        change = terms.reshape(*both.shape, -1) - middle
        size = np.maximum(np.abs(terms).reshape(change.shape).max(axis=1), np.abs(middle))
        self.levels += [
            Level(step, ahead, behind, rise, fall, most)
            for step, (ahead, behind), (rise, fall), most in zip(
                new, taken.reshape(both.shape), change, size, strict=True
            )
        ]
        self.levels.sort(key=lambda level: level.step)

    def ask_what_depends(self) -> None:
        """Find the terms that a line leaves alone, 1 evaluation a line: they have no rounding."""
        self.depends = self.lines.depends(self.members)
