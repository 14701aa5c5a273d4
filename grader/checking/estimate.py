"""What differences at several step sizes say of a slope, and how far that can be trusted.

Two neighbouring steps make a `pair`: Richardson extrapolation of their central differences cancels
the leading truncation term, and what they disagree by bounds the error, together with the rounding
of the function's values over the step. (L. F. Richardson and J. A. Gaunt, "The deferred approach to
the limit", Philosophical Transactions of the Royal Society A 226 (1927).) That bound holds only
where the function is smooth over the step. Therefore a pair is a candidate

- while every smaller step agrees with it, as far as that one's rounding lets it be seen: whatever a
  large step skips, be it a kink, a plateau, an oscillation, a smaller one has met;
- while all smaller pairs are in doubt by rounding alone. Once a pair shows truncation, a larger one
  has more of it, and a smaller disagreement there is chance. This keeps the search from steps over
  which a bounded function looks flat;
- if there is a smaller step to ask at all.

The candidate with the smallest error wins; without any, the error is infinite.

A kink shows in the difference between the one-sided slopes, the `gap`. Where the function is smooth
it vanishes in proportion to the step, so its extrapolation to a step of zero, the `jump`, is next
to nothing. A jump counts as an error. One that is the same at steps hundreds of times smaller is a
kink at the point itself, and then every value between the one-sided slopes is a subgradient.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grader.checking.noise import EPSILON, Array, grain
from grader.checking.stencil import FAR, START, Mask, Stencil

ROUNDING = 4 * EPSILON
"""What the rounding of a term is taken to be at the least, relative to its size."""
SINGLE = 2.0**23
"""A number that is rounded relative to its size is at least so many times its rounding step."""
COARSE = 2.0**-43
"""Values on a grid coarser than this, relative to 1 or to the term, may be rounded, or may be the
function's own steps."""
LONGEST = START * 4.0**7
"""A function that is flat over a longer step may be bounded, whatever its slope at the point."""
NEIGHBOURS = 5.0
"""Steps whose ratio is no larger make a pair."""
SPAN = 500.0
"""By how much the steps that see the same kink have to differ."""
AT_THE_POINT = 2 * START / 128**2
"""A kink has to be seen over a step no larger than this: a kink next to the point has one slope."""


class Estimate(NamedTuple):
    """Slopes of n lines, each an array of shape (n,)."""

    value: Array
    error: Array
    lower: Array
    upper: Array
    rounded: Mask
    """Whether rounding is the larger part of the error, so that a larger step may be better."""
    step: Array
    """The larger relative step of the pair that was chosen."""

    @classmethod
    def nothing(cls, lines: int) -> Estimate:
        """Return room for the estimates of `lines` lines."""
        empty = np.empty((5, lines))
        return cls(*empty[:4], np.empty(lines, dtype=np.bool_), empty[4])  # type: ignore[call-arg] # rows


class _Slopes(NamedTuple):
    """Central differences by step and line, of shape (steps, n) if nothing else is said."""

    steps: Array
    """Relative, of shape (steps,)."""
    central: Array
    """NaN from the first step on at which the function is not finite."""
    gap: Array
    noise: Array
    doubt: Array
    """What the slope may be off by because a plateau cannot be told from rounding."""


class _Pairs(NamedTuple):
    """Extrapolations by pair and line, of shape (pairs, n) if nothing else is said."""

    inner: list[int]
    """The index of the smaller step of each pair."""
    value: Array
    truncation: Array
    jump: Array
    noise: Array


def estimate(stencil: Stencil) -> Estimate:
    """Estimate the slope of every line of a stencil."""
    slopes = _slopes(stencil)
    pairs = _extrapolate(slopes)
    rest = pairs.truncation + pairs.noise
    own = rest + np.abs(pairs.jump) / 2 + slopes.doubt[pairs.inner]
    error = np.where(_candidates(slopes, pairs, own), own, np.inf)
    kink = _kink(slopes, pairs, np.argmin(error, axis=0))
    error = np.where(kink, rest + _bend(slopes, pairs), error)
    # Where nothing is known, the smallest pair tells at least what the function seems to do.
    best = np.where(np.isfinite(error).any(axis=0), np.argmin(error, axis=0), 0)
    lines = np.arange(best.size)
    value, half = pairs.value[best, lines], np.abs(pairs.jump[best, lines]) / 2
    half = np.where(kink[best, lines], half, 0.0)
    rounded = 3 * pairs.noise >= pairs.truncation + np.abs(pairs.jump) / 2
    return Estimate(
        value,
        error[best, lines],
        value - half,
        value + half,
        rounded[best, lines],
        slopes.steps[np.array(pairs.inner) + 1][best],
    )


def _slopes(stencil: Stencil) -> _Slopes:
    """Take the central differences, and bound what rounding does to each."""
    _, ahead, behind, rise, fall, size = map(np.stack, zip(*stencil.levels, strict=True))
    steps = np.array([level.step for level in stencil.levels])
    finite = np.isfinite(rise).all(axis=2) & np.isfinite(fall).all(axis=2)
    finite = np.logical_and.accumulate(finite & (ahead > 0) & (behind < 0))
    rise, fall, size = (np.where(finite[..., None], one, 0.0) for one in (rise, fall, size))
    width = np.where(finite, ahead - behind, np.nan)
    by_term = (rise - fall) / width[..., None]
    gap = (rise / ahead[..., None] - fall / behind[..., None]).sum(axis=2)
    central = by_term.sum(axis=2)
    noise, plateau = _noise(stencil, width / 2, rise, fall, size)
    return _Slopes(
        steps,
        central,
        np.where(finite, gap, np.nan),
        noise + 2 * stencil.lines.blur[stencil.members] / width * np.abs(central),
        np.where(plateau, np.abs(by_term), 0.0).sum(axis=2),
    )


def _noise(
    stencil: Stencil, step: Array, rise: Array, fall: Array, size: Array
) -> tuple[Array, Mask]:
    """Return the noise of each slope, and which terms stand on what may be a plateau.

    A term that does not change over a step has a slope smaller than that step can resolve, and the
    longer the step, the smaller the slope. But larger steps may show a slope by which the term
    should have changed. Then its values are coarse: they are rounded, because large numbers cancel,
    or the term has steps of its own, a plateau. As coarse as ordinary numbers are rounded, it is
    taken for rounding. Where it is coarser, nobody can tell, and the slope may be zero as well.
    What is flat over the usual step is flat.
    """
    step = step[..., None]
    relative = np.array([level.step for level in stencil.levels])
    near, far = relative <= START, relative <= FAR
    changes = np.concatenate([rise, fall])
    smallest = np.where(changes == 0, np.inf, np.abs(changes)).min(axis=0)
    resting = np.logical_and.accumulate((rise == 0) & (fall == 0) & np.isfinite(step))
    # To be flat over a longer step says nothing of the slope here: the function may be bounded.
    reach = np.where(resting & (relative <= LONGEST)[:, None, None], step, 0.0).max(axis=0)
    beyond = np.where(resting | np.isnan(step), np.inf, step).min(axis=0)
    largest = size[far].max(axis=0)
    if size.shape[2] == 1:
        # A sum that is small is rounded as what it is a sum of, which shows further away.
        size = np.where(resting, np.maximum(size, largest), size)
    own = np.maximum(ROUNDING * size, stencil.noise)
    bit = 2 * grain(changes)
    ordinary = bit <= COARSE * np.maximum(1.0, largest)
    # Larger numbers are rounded more coarsely, but a bit of a number that happens to be almost 0
    # says nothing of that. Steps of a half and more are the function's own.
    least = np.where(bit == 0, np.inf, np.maximum(size[0], bit * SINGLE))
    bits = bit * np.maximum(1.0, size / least)
    known = np.maximum(own, np.where(ordinary, bits, 0.0)).max(axis=0)
    both = ((rise != 0) & (fall != 0))[near].any(axis=0)
    coarse = (both | (~ordinary & (bit < 1))) & (reach > 0) & np.isfinite(smallest)
    hidden = np.where(coarse, smallest, 0.0) * (reach / beyond)
    plateau = coarse & (hidden > 2 * known)
    own = np.maximum(own, np.where(ordinary | ((bit < 1) & ~resting), bits, 0.0))
    own = np.where(plateau, np.maximum(own, smallest), own)
    own = np.where(stencil.depends, own, 0.0)
    noise = own / np.where(resting & ~plateau, reach, step)
    return noise.sum(axis=2), plateau


def _extrapolate(slopes: _Slopes) -> _Pairs:
    steps = slopes.steps
    inner = [i for i in range(len(steps) - 1) if steps[i + 1] <= NEIGHBOURS * steps[i]]
    outer = [i + 1 for i in inner]
    ratio = (steps[outer] / steps[inner])[:, None]
    square = ratio**2
    central, gap, noise = slopes.central, slopes.gap, slopes.noise
    return _Pairs(
        inner,
        (square * central[inner] - central[outer]) / (square - 1),
        np.abs(central[outer] - central[inner]),
        (ratio * gap[inner] - gap[outer]) / (ratio - 1),
        (square * noise[inner] + noise[outer]) / (square - 1),
    )


def _candidates(slopes: _Slopes, pairs: _Pairs, error: Array) -> Mask:
    """Whether a pair may be believed: see the head of the module."""
    seen = pairs.truncation + np.abs(pairs.jump) / 2 > 3 * pairs.noise
    earlier = np.logical_or.accumulate(seen, axis=0)
    candidates = np.isfinite(error)
    candidates[1:] &= ~earlier[:-1]
    # A function of which nothing is seen over the longest step may be bounded: larger say nothing.
    resolved = np.logical_or.accumulate(np.abs(pairs.value) > error, axis=0)
    long = slopes.steps[pairs.inner][1:, None] >= LONGEST
    candidates[1:] &= resolved[:-1] | ~long
    for k, inner in enumerate(pairs.inner):
        noise = slopes.noise[:inner]
        agree = np.abs(slopes.central[:inner] - pairs.value[k]) <= error[k] + noise
        # One-sided slopes that differ more than they do here: a kink that this pair stepped over.
        widest = np.abs(slopes.gap[inner : inner + 2]).max(axis=0)
        agree &= np.abs(slopes.gap[:inner]) <= widest + 2 * error[k] + 4 * noise
        candidates[k] &= agree.all(axis=0) & (inner > 0)
    return candidates


def _bend(slopes: _Slopes, pairs: _Pairs) -> Array:
    """Return what a jump may be off by, because the gap is no straight line over the step.

    That is what the next smaller step sees of it.
    """
    inner, outer = np.array(pairs.inner), np.array(pairs.inner) + 1
    below = np.maximum(inner - 1, 0)
    steps, gap = slopes.steps[:, None], slopes.gap
    rising = (gap[outer] - gap[inner]) / (steps[outer] - steps[inner])
    foretold = pairs.jump + rising * steps[below]
    return np.asarray(np.abs(gap[below] - foretold) / 2 + 2 * slopes.noise[below])


def _kink(slopes: _Slopes, pairs: _Pairs, best: Array) -> Mask:
    """Whether a pair sees a kink at the point, which all resolved steps below it see, too."""
    lines = np.arange(best.size)
    jump = pairs.jump[best, lines]
    clear = 32 * slopes.noise <= np.abs(jump)
    off = np.abs(slopes.gap - jump) - 0.1 * np.abs(jump)
    steady = off <= 0
    unsteady = (clear & ~steady) | (off > 4 * slopes.noise)
    unsteady = np.where(unsteady, slopes.steps[:, None], np.inf).min(axis=0)
    lowest = np.where(clear, slopes.steps[:, None], np.inf).min(axis=0)
    inner, outer = slopes.steps[pairs.inner], slopes.steps[np.array(pairs.inner) + 1]
    rest = pairs.truncation + pairs.noise
    steady_pair = (outer[:, None] < unsteady) & (outer[:, None] >= SPAN * lowest)
    steady_pair &= (clear & steady)[pairs.inner] & (inner[:, None] >= lowest)
    mask: Mask = steady_pair & (2 * rest <= np.abs(jump)) & (lowest <= AT_THE_POINT)
    return mask
