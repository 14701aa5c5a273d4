"""Find a wrong element of a large gradient at the cost of few evaluations.

If the gradient `g` that was returned is right, then f(y) - g . (y - x) is flat at x in every
direction. Its slope along a random direction of +1 and -1 is the sum of all errors of `g`, each
with a random sign: one wrong element shows at its full size. (Normally distributed or normalised
directions would damp it.) Writing it as one function, instead of comparing the slope of f with
g . d, uses the displacement as it was rounded, so the rounding of x plays no part.

Which element is wrong is found by group testing: split the index range in two, measure both
halves, go on with the range that is off the most. That takes log2(n) steps for one error.

What limits it is noise: the rounding of f over the step size, and what is no error but adds up
all the same, such as deviations of 1e-6 in each of a million elements. Therefore a direction
alone fails nobody; only the element's own central difference does.
"""

from __future__ import annotations

import heapq

import msgspec
import numpy as np

from grader.checking.differences import Slope, slope
from grader.checking.functions import Function, Values, element_lines
from grader.checking.noise import EPSILON, Array

Range = tuple[int, int]

DIRECTIONS = 3
MAX_DESCENTS = 8
MAX_ELEMENTWISE = 4096
SAMPLE = 24


class Finding(msgspec.Struct, frozen=True):
    """A wrong element and a sample of others, for comparison.

    Attributes
    ----------
    elements
        Flat indices in C order; the wrong element's comes first.
    slopes
        The partial derivatives there.
    """

    elements: tuple[int, ...]
    slopes: tuple[Slope, ...]


class Projection:
    """The slope of f(y) - g . (y - x) along one random direction, or a range of its elements.

    Parameters
    ----------
    f, x
        The function and the point, a C-ordered float64 array.
    gradient
        The gradient `g` that was returned, of the shape of `x`.
    tolerance
        The absolute error of an element that is allowed.
    """

    def __init__(self, f: Function, x: Array, gradient: Array, tolerance: float) -> None:
        self.values, self.x = Values(f, x), x
        self.gradient = np.ascontiguousarray(gradient).reshape(-1)
        self.tolerance = tolerance
        self._elements = element_lines([self.values])
        self._flat = x.reshape(-1)
        self._scratch = np.empty_like(self._flat)
        self._scale = max(1.0, float(np.abs(x).max()))

    def discrepancy(self, signs: Array, part: Range) -> tuple[float, float]:
        """Return by how much the slope over the range is off beyond its own error, and the error.

        0 where it is within the tolerance, or where 0 lies between the one-sided slopes.
        """
        first, last = part
        along, gradient, origin = (
            signs[first:last],
            self.gradient[first:last],
            self._flat[first:last],
        )

        # Fresh memory costs more than the arithmetic on it, so it is used again.
        scratch = self._scratch[first:last]

        def sample(t: float) -> tuple[float, Array]:
            point = self.x.copy()
            moved = point.reshape(-1)[first:last]
            moved += np.multiply(along, t, out=scratch)
            # Not by `np.dot`: BLAS waits for threads, and pairwise summation is rounded less.
            np.subtract(moved, origin, out=scratch)
            foretold = float(np.add.reduce(np.multiply(scratch, gradient, out=scratch)))
            return t, np.append(self.values(point), -foretold)

        found = slope(
            sample,
            np.append(self.values.middle, 0.0),
            self._scale,
            row=self._row,
            blur=EPSILON * self._scale,
            absolute=self.tolerance / 8,
            relative=2.0**-6,
        )
        off = max(found.lower, -found.upper) - found.error - self.tolerance
        return max(off, 0.0), found.error

    def _row(self, distance: float, nodes: tuple[float, ...]) -> Array:
        """Return what shows the noise of `f`; what the gradient foretells adds next to none."""
        return np.pad(self._elements.row(distance, nodes), ((0, 0), (0, 1)))

    def slope(self, i: int) -> Slope:
        """Differentiate the function by the element with the flat index `i`."""
        element = np.array([i])

        def sample(t: float) -> tuple[float, Array]:
            taken, terms = self._elements.sample(element, np.array([t]))
            return float(taken[0]), terms[0]

        return slope(
            sample,
            self.values.middle,
            float(self._elements.scale[i]),
            row=self._elements.row,
            depends=lambda: self._elements.depends(element),
            absolute=self.tolerance / 64,
            relative=2.0**-28,
        )


def find_wrong_element(
    gradient: Array, f: Function, x: Array, relative: float, seed: int
) -> Finding | bool:
    """Search a large gradient for an element that is off.

    Parameters
    ----------
    gradient
        What was returned, finite and of the shape of `x`.
    f, x
        The function and the point, a C-ordered float64 array.
    relative
        The error that is allowed relative to the largest element.
    seed
        For the random directions.

    Returns
    -------
    Finding or bool
        A `Finding` if an element is wrong. True if all directions agree or nothing could be
        confirmed. False if directions cannot tell, and the array is small enough to be
        differentiated element by element.
    """
    random = np.random.default_rng(seed)
    scale = float(np.abs(gradient).max())
    with np.errstate(all="ignore"):
        projection = Projection(f, x, gradient, relative * scale)
        certain = True
        for _ in range(DIRECTIONS):
            signs = random.choice((-1.0, 1.0), x.size)
            off, error = projection.discrepancy(signs, (0, x.size))
            if off > 0:
                wrong = _locate(projection, signs, off, relative, scale)
                if wrong is not None:
                    return _with_sample(projection, wrong)
            certain = certain and off == 0 and error <= projection.tolerance
        return certain or x.size > MAX_ELEMENTWISE


def _locate(
    projection: Projection, signs: Array, off: float, relative: float, scale: float
) -> int | None:
    """Find one element that is wrong by itself; `off` is what the whole array is off by."""
    ranges: list[tuple[float, Range]] = [(-off, (0, projection.x.size))]
    for _ in range(MAX_DESCENTS):
        if not ranges:
            break
        i = _descend(projection, signs, heapq.heappop(ranges)[1], ranges)
        if i is not None and _is_wrong(projection, i, relative, scale):
            return i
    return None


def _descend(
    projection: Projection, signs: Array, part: Range, ranges: list[tuple[float, Range]]
) -> int | None:
    """Halve a range until one element is left; what was left aside goes to the heap `ranges`."""
    while part[1] - part[0] > 1:
        middle = (part[0] + part[1]) // 2
        halves = [(part[0], middle), (middle, part[1])]
        off = [projection.discrepancy(signs, half)[0] for half in halves]
        if off[0] < off[1]:
            halves.reverse()
            off.reverse()
        if off[0] == 0:
            return None
        if off[1] > 0:
            # What is right but for rounding adds up like a random walk: compare to that.
            length = halves[1][1] - halves[1][0]
            heapq.heappush(ranges, (-off[1] / length**0.5, halves[1]))
        part = halves[0]
    return part[0]


def _is_wrong(projection: Projection, i: int, relative: float, scale: float) -> bool:
    slope, given = projection.slope(i), float(projection.gradient[i])
    # The right gradient's scale is unknown; it is at least this element.
    allowed = relative * max(scale, abs(slope.value)) + slope.error
    return max(slope.lower - given, given - slope.upper) > allowed


def _with_sample(projection: Projection, wrong: int) -> Finding:
    size = projection.x.size
    # An odd stride walks over rows and columns alike.
    stride = max(size // SAMPLE, 1) | 1
    others = [i for i in range(stride // 2, size, stride) if i != wrong][:SAMPLE]
    elements = (wrong, *others)
    return Finding(elements, tuple(projection.slope(i) for i in elements))
