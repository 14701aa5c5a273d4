"""What is asked of a numerical derivative: a function, a point, and the true slopes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.truth.arithmetic import FAST
from tests.benchmarks.truth.exact import complex_slopes, slopes, unseen, value
from tests.benchmarks.truth.layers import Layer

Array: TypeAlias = NDArray[np.float64]
Terms: TypeAlias = Callable[[Array], Array]
Draw: TypeAlias = Callable[[np.random.Generator, int], Array]
Length: TypeAlias = Callable[[Array], Array]

EPSILON = 2.0**-52
FORMS = ("scalar", "terms", "line")
PROBE = 1e-4


class Problem(NamedTuple):
    """A function at a point, and all that is known of it there.

    The arrays have the shape of `x`; with a `direction`, they have one element, for the line.
    """

    terms: Terms
    """The function: an array of terms, of which the sum is meant."""
    x: Array
    lower: Array
    """The true one-sided slopes, the smaller first; the same where there is no kink."""
    upper: Array
    doubt: Array
    """How far the true slopes themselves may be off by their rounding."""
    length: Array
    """How far from the point the function stays smooth: to a kink, a pole, a turn of a wave."""
    size: Array
    """The size of the terms that an element moves, or what their error amounts to in roundings."""
    elementwise: bool
    """Each element has a term of its own."""
    direction: Array | None = None

    def function(self, form: str) -> Callable[[Array], Any]:
        """Return the function as a sum, or as its terms."""
        terms = self.terms
        return (lambda x: float(np.sum(terms(x)))) if form == "scalar" else terms

    def along(self, direction: Array) -> Problem:
        """Ask about a line of +1 and -1 through the point; all kinks at points are convex."""
        ahead = np.sum(direction * np.where(direction > 0, self.upper, self.lower))
        behind = np.sum(direction * np.where(direction > 0, self.lower, self.upper))
        sides = np.array([[behind], [ahead]])
        rounding = EPSILON * max(np.abs(self.lower).sum(), np.abs(self.upper).sum())
        return self._replace(
            lower=sides.min(axis=0),
            upper=sides.max(axis=0),
            doubt=np.array([self.doubt.sum() + rounding]),
            length=np.array([self.length.min() if self.elementwise else 0.0]),
            size=np.array([self.size.sum()]),
            direction=direction,
        )

    def smooth(self, form: str) -> bool:
        """Tell whether a derivative is to be had that is far better than 1e-7 of the largest.

        The function has to be smooth for a hundredth of the larger of 1 and the element, and over
        the distance that it is smooth for, no longer than that element, the rounding of its values
        has to stay below 1e-11 of the slope. A difference of the fourth order is then good to 2e-9.
        """
        moved = np.abs(self.x) if self.direction is None else np.abs(self.x).max()
        span = np.maximum(1.0, moved)
        size = self.size.sum() if form == "scalar" else self.size
        resolved = EPSILON * size < 1e-11 * self.scale * np.minimum(self.length, span)
        alike = self.lower == self.upper
        return bool(np.all((self.length >= 1e-2 * span) & resolved & alike))

    @property
    def scale(self) -> float:
        """The largest slope."""
        return float(np.maximum(np.abs(self.lower), np.abs(self.upper)).max(initial=0.0))


class Case(Protocol):
    """A function that problems can be drawn for."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...

    def pose(self, random: np.random.Generator) -> Problem: ...


@dataclass(frozen=True)
class Curve:
    """A function of one number, which is asked about in every element of an array.

    Attributes
    ----------
    f
        Written once for two kinds of arithmetic: ``f(m, x)``, where `m` has the functions of
        `arithmetic.Arithmetic`, for float64 arrays or for numbers of 120 digits.
    draw
        ``draw(random, n)`` returns n points.
    length
        How far from each point `f` is smooth. Infinite for polynomials.
    """

    name: str
    kind: str
    f: Callable[[Any, Any], Any]
    draw: Draw
    length: Length

    def pose(self, random: np.random.Generator) -> Problem:
        """Draw a point of one to four elements."""
        x = np.asarray(self.draw(random, int(random.integers(1, 5))), dtype=np.float64)

        def terms(x: Array) -> Array:
            return np.asarray(self.f(FAST, x), dtype=np.float64) + 0 * x

        with np.errstate(all="ignore"):
            lower, upper = np.array([slopes(self.f, float(one)) for one in x]).T
            size = self._size(terms, x)
            doubt = EPSILON * np.maximum(np.abs(lower), np.abs(upper)) + size * unseen(x)
            return Problem(terms, x, lower, upper, doubt, self.length(x) + 0 * x, size, True)

    def _size(self, terms: Terms, x: Array) -> Array:
        """See how large and how wrong the terms are at the point and a little to its sides."""
        beside = PROBE * np.maximum(1.0, np.abs(x))
        size = np.zeros_like(x)
        for points in (x - beside, x, x + beside):
            values = terms(points)
            inside = np.isfinite(values)
            exact = [value(self.f, float(one)) for one in points[inside]]
            off = 4 * np.abs(values[inside] - exact) / EPSILON
            size[inside] = np.maximum.reduce([size[inside], np.abs(values[inside]), off])
        return size


@dataclass(frozen=True)
class Upstream:
    """A layer with an upstream gradient; one of its arguments is asked about."""

    layer: Layer

    @property
    def name(self) -> str:
        """The layer's name."""
        return self.layer.name

    @property
    def kind(self) -> str:
        """All layers are of one kind."""
        return "layers"

    def pose(self, random: np.random.Generator) -> Problem:
        """Draw arguments, one of them, and an upstream gradient of mixed signs."""
        layer = self.layer
        scale = 10 ** random.uniform(*np.log10([layer.low, layer.high]))
        arguments = layer.draw(random, scale, 1)
        which = int(random.integers(len(arguments)))
        shape = layer.forward(*arguments).shape
        upstream = random.uniform(0.5, 1.5, shape) * random.choice((-1.0, 1.0), shape)

        def terms(x: Any) -> Any:
            return upstream * layer.forward(*arguments[:which], x, *arguments[which + 1 :])

        x = arguments[which]
        with np.errstate(all="ignore"):
            precise = complex_slopes(lambda x: terms(x).sum(), x)
            slopes = precise.astype(np.float64)
            values = terms(x)
            off = np.abs(values - terms(x.astype(np.longdouble))).sum()
            size = np.full(x.shape, max(np.abs(values).sum(), 4 * off / EPSILON))
            doubt = EPSILON * np.abs(slopes) + 1e-16 * np.abs(slopes).max()
            length = np.full(x.shape, layer.lengths(*arguments)[which])
            return Problem(terms, x, slopes, slopes, doubt, length, size, False)
