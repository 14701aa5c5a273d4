"""The search for step sizes at which a slope is known well enough.

Every line gets the same few steps at first, from the usual one down to one that is two million
times smaller: a feature of the function that is narrower than the usual step shows at one of them.
That is enough where the function is tame. Where rounding dominates the error, the search climbs to
larger steps, as long as it does; where truncation does, it descends. To choose a step by the error
that is seen goes back to C. J. F. Ridders, "Accurate computation of F'(x) and F'(x)F''(x)",
Advances in Engineering Software 4 (1982); that rounding limits it, to J. N. Lyness and C. B. Moler,
"Numerical differentiation of analytic functions", SIAM Journal on Numerical Analysis 4 (1967).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from grader.checking.estimate import Estimate, estimate
from grader.checking.noise import Array, Row, further_noise, nearest_noise
from grader.checking.stencil import FAR, START, Lines, Mask, Members, Stencil

# Only steps next to each other make a pair (see `NEIGHBOURS` in `estimate`), here the last two. The
# three below are witnesses: a pair is believed if they see the same slope. All factors are powers
# of two, so that each step keeps the many digits of START.
RATIO = 128.0
FIRST = (START * RATIO**-3, START * RATIO**-2, START / RATIO, START / 4, START)
# Each of these rows gives one of the witnesses a neighbour, and the last two a new one.
LOWER = (
    (START / RATIO / 4,),
    (START * RATIO**-2 / 4,),
    (START * RATIO**-3 / 4, START * RATIO**-4),
    (START * RATIO**-4 / 4, START * RATIO**-5),
)
HIGHER = tuple(START * 4.0**k for k in range(1, 24))
WILD = 2.0**20
"""A term that grows by more than that when it is looked at far away is an exponential."""
MAX_CHUNK = 2**17
"""How many values of terms are looked at together, for the sake of memory."""


class Search:
    """Finds the slopes of lines.

    Parameters
    ----------
    lines
        All lines.
    relative, absolute
        An error is small enough when it is below `absolute`, or below `relative` times the size of
        the largest slope of the same function so far.
    nearest
        A relative step that has to be looked at, too, if it is smaller than the usual ones.
    """

    def __init__(
        self,
        lines: Lines,
        *,
        relative: float,
        absolute: float = 0.0,
        nearest: float = math.inf,
    ) -> None:
        self._lines = lines
        self._first = FIRST if nearest >= FIRST[0] else (nearest, *FIRST)
        self._relative, self._absolute = relative, absolute
        self._magnitude = np.zeros(len(lines.middle))
        self._found = Estimate.nothing(lines.scale.size)
        self._noise = self._measured(nearest_noise)
        self._all_noise: Array | None = None

    def run(self) -> Estimate:
        """Search along all lines, and return what was found."""
        count = self._lines.scale.size
        chunk = max(1, MAX_CHUNK // max(self._lines.middle.shape[1], 1))
        with np.errstate(all="ignore"):
            for first in range(0, count, chunk):
                self._look_at(np.arange(first, min(first + chunk, count)))
        return self._found

    def _look_at(self, members: Members) -> None:
        stencil = Stencil(self._lines, members, self._noise[self._lines.function[members]])
        stencil.add(*self._first)
        found = self._note(stencil)
        # Flat to the bit, near the point: what is rounded to that shows further away.
        silent = stencil.flat()
        if silent.any():
            self._wake(stencil.take(silent))
        self._improve(stencil, self._left(stencil, found) & ~silent)

    def _wake(self, stencil: Stencil) -> None:
        """Look further away along lines on which nothing changes near the point.

        A term that grows beyond all bounds there is rounded more coarsely than near the point.
        Along such a line the steps grow one by one, and end with the first that sees a change.
        """
        far = stencil.take(np.ones(stencil.members.size, dtype=np.bool_))
        far.add(FAR)
        middle = self._lines.middle[self._lines.function[stencil.members]]
        most = WILD * np.maximum(1.0, np.abs(middle))
        wild = np.logical_not(np.all(far.levels[-1].size <= most, axis=1))
        tame = far.take(~wild)
        if tame.members.size:
            self._improve(tame, self._left(tame, self._note(tame)))
        stencil = stencil.take(wild)
        for step in HIGHER:
            if not stencil.members.size:
                return
            stencil.add(step)
            still = stencil.flat()
            awake = stencil.take(~still)
            if awake.members.size:
                self._improve(awake, self._left(awake, self._note(awake)))
            stencil = stencil.take(still)

    def _improve(self, stencil: Stencil, left: Mask) -> None:
        """Take more steps along the lines that are not known well enough yet."""
        if not left.any():
            return
        stencil = stencil.take(left)
        stencil.ask_what_depends()
        if self._all_noise is None:
            self._all_noise = np.maximum(self._noise, self._measured(further_noise))
        stencil.noise = self._all_noise[self._lines.function[stencil.members]]
        found = self._note(stencil)
        left = self._left(stencil, found)
        rising = left & found.rounded & np.isfinite(found.error)
        if rising.any():
            self._climb(stencil.take(rising))
        if (left & ~rising).any():
            self._descend(stencil.take(left & ~rising))

    def _note(self, stencil: Stencil) -> Estimate:
        found = estimate(stencil)
        for whole, part in zip(self._found, found, strict=True):
            whole[stencil.members] = part
        sure = np.where(np.isfinite(found.error), np.abs(found.value) - found.error, 0.0)
        # What the slope is at the least. A first estimate may be nothing but noise, and errors
        # are measured against this.
        np.maximum.at(self._magnitude, self._lines.function[stencil.members], sure)
        return found

    def _left(self, stencil: Stencil, found: Estimate) -> Mask:
        """Which lines are not known well enough yet."""
        goal = self._relative * self._magnitude[self._lines.function[stencil.members]]
        left: Mask = ~(found.error <= np.maximum(self._absolute, goal))
        return left

    def _measured(self, noise: Callable[[Row], Array]) -> Array:
        """Return a bound of the noise for each function and term.

        All functions are looked at together. Where one is not finite, that tells nothing of others.
        """
        row, (functions, terms) = self._lines.row, self._lines.middle.shape
        finite = True

        def watched(distance: float, nodes: tuple[float, ...]) -> Array:
            nonlocal finite
            table = row(distance, nodes)
            finite = finite and bool(np.isfinite(table).all())
            return table

        def of(function: int) -> Row:
            own = slice(function * terms, (function + 1) * terms)
            return lambda distance, nodes: row(distance, nodes)[:, own]

        together = np.broadcast_to(noise(watched), functions * terms)
        if finite or functions == 1:
            return together.reshape(functions, terms)
        return np.array([np.broadcast_to(noise(of(k)), terms) for k in range(functions)])

    def _climb(self, stencil: Stencil) -> None:
        """Take larger steps as long as rounding dominates the error."""
        for step in HIGHER:
            stencil.add(step)
            found = self._note(stencil)
            rows = self._left(stencil, found) & found.rounded
            if not rows.any():
                return
            stencil = stencil.take(rows)

    def _descend(self, stencil: Stencil) -> None:
        """Take smaller steps as long as truncation dominates the error, then fill the gap."""
        for steps in LOWER:
            stencil.add(*steps)
            found = self._note(stencil)
            left = self._left(stencil, found)
            lower = ~np.isfinite(found.error) | (~found.rounded & (found.step <= steps[0] * 4))
            self._fill(stencil, found, left & ~lower)
            if not (left & lower).any():
                return
            stencil = stencil.take(left & lower)

    def _fill(self, stencil: Stencil, found: Estimate, rows: Mask) -> None:
        """Look between the best pair and the next one, in the direction of the larger error."""
        up = rows & found.rounded
        for some, factors in ((up, (4.0, 16.0)), (rows & ~up, (1 / 16, 1 / 64))):
            for step in np.unique(found.step[some]).tolist():
                part = stencil.take(some & (found.step == step))
                part.add(*(step * factor for factor in factors))
                self._note(part)
