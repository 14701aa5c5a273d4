"""Examples for checks: what an author draws from.

A recipe is a function of a `Draw`. The numbers it draws are short decimals, so that a failing
example can be read: a mantissa of at most three digits, times a power of ten that an array's
elements share, or not.

Examples come from a generator of NumPy, each draw independent of all others: what a recipe chooses
once in ten times is there among a hundred examples, whatever the seed. Hypothesis finds small
examples of a failure (`shrink`), and draws for recipes that use strategies of its own; its draws
are copied from one another, so that some choices never occur. It is imported then, not before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[Any]

EXPONENTS = (0, -1, 1, -4, 3, 5, -2)
"""Powers of ten for whole arrays: with mantissas of 0.01 to 9.99 they reach 1e-6 and 1e6."""

ATTEMPTS = 50
"""How often a recipe is asked for each example that is due, before it gets no more."""

MANTISSAS = tuple(
    sorted(
        (k for k in range(-999, 1000) if k),
        key=lambda k: (k % 100 != 0, k % 50 != 0, k % 10 != 0, abs(k), k < 0),
    )
)
"""Hundredths in order of simplicity, which is the order in which Hypothesis shrinks."""

WHOLE = tuple(k // 100 for k in MANTISSAS if k % 100 == 0)
"""Whole numbers in the same order."""

MANTISSAS_OR_ZERO, WHOLE_OR_ZERO = (0, *MANTISSAS), (0, *WHOLE)

BLOCK = 1024
"""How many random numbers are made at once: a call of NumPy takes as long as dozens of them."""


class Draw:
    """What a recipe draws its example from."""

    def __init__(self, draw: Callable[[SearchStrategy[Any]], Any]) -> None:
        self._draw = draw
        self._draws = 0

    def __call__(self, strategy: SearchStrategy[T]) -> T:
        """Draw from any Hypothesis strategy."""
        value: T = self._draw(strategy)
        self._draws += 1
        return value

    def is_made(self) -> bool:
        """Whether what was drawn is an example made by draws, and not one that was chosen."""
        return self._draws > 1

    def integer(self, low: int, high: int) -> int:
        """Draw an integer from `low` to `high`, both included; smaller ones are simpler."""
        from hypothesis import strategies as st

        return self(st.integers(low, high))

    def choice(self, options: Sequence[T]) -> T:
        """Draw one of `options`; earlier ones are simpler."""
        from hypothesis import strategies as st

        return self(st.sampled_from(options))

    def shape(self, dimensions: Sequence[int], most: int = 4) -> tuple[int, ...]:
        """Draw a shape with one of the numbers of `dimensions`, each axis from 1 to `most`."""
        return tuple(self.integer(1, most) for _ in range(self.choice(dimensions)))

    def array(self, shape: tuple[int, ...], *, zeros: bool = False, mixed: bool = True) -> Floats:
        """Draw a float64 array in C order with magnitudes from 1e-6 to 1e6.

        Parameters
        ----------
        shape
            Its shape.
        zeros
            Whether elements may be zero; they are never near zero by their array's scale.
        mixed
            Whether elements of very different scale may meet in one array.
        """
        scales = [*EXPONENTS, None] if mixed else list(EXPONENTS)
        exponent = self.choice(scales)
        mantissas = self._elements(MANTISSAS_OR_ZERO if zeros else MANTISSAS, shape)
        if exponent is None:
            exponents = self._elements(EXPONENTS, shape)
        else:
            exponents = (exponent,) * len(mantissas)
        values = [_decimal(m, e) for m, e in zip(mantissas, exponents, strict=True)]
        return np.array(values, dtype=np.float64).reshape(shape)

    def small(self, shape: tuple[int, ...], *, zeros: bool = False) -> Floats:
        """Draw a float64 array of whole numbers from -9 to 9, on which sums are exact."""
        values = self._elements(WHOLE_OR_ZERO if zeros else WHOLE, shape)
        return np.array(values, dtype=np.float64).reshape(shape)

    def integers(self, shape: tuple[int, ...], most: int = 9) -> npt.NDArray[np.int64]:
        """Draw an int64 array with elements from -`most` to `most`."""
        values = self._numbers(-most, most, math.prod(shape))
        return np.array(values, dtype=np.int64).reshape(shape)

    def layouts(self, *arrays: Numbers) -> list[Numbers]:
        """Draw a memory layout, for all arrays or each, and return equal arrays that have it."""
        common = self.choice([*LAYOUTS, None])
        names = [common or self.choice(tuple(LAYOUTS)) for _ in arrays]
        return [LAYOUTS[name](array) for name, array in zip(names, arrays, strict=True)]

    def assume(self, condition: object) -> None:
        """Give up this example unless `condition` holds."""
        from hypothesis import assume

        assume(bool(condition))

    def _elements(self, options: Sequence[T], shape: tuple[int, ...]) -> tuple[T, ...]:
        # Not sampled_from: it looks through all the options each time it is made.
        places = self._numbers(0, len(options) - 1, math.prod(shape))
        return tuple(options[place] for place in places)

    def _numbers(self, low: int, high: int, count: int) -> list[int]:
        """Draw some integers from `low` to `high`, both included."""
        from hypothesis import strategies as st

        return list(self(st.tuples(*[st.integers(low, high)] * count)))


class Rejected(Exception):
    """A recipe gave up an example."""


class _Strategy(Exception):
    """A recipe draws from a strategy of Hypothesis."""


class RandomDraw(Draw):
    """Draws for a recipe with NumPy: every draw uniform, and independent of all others.

    Parameters
    ----------
    words
        Random numbers of 64 bits, without end.

    Attributes
    ----------
    places
        The numbers drawn so far.
    """

    def __init__(self, words: Iterator[int]) -> None:
        super().__init__(self._refuse)
        self._words = words
        self.places: list[int] = []

    @staticmethod
    def _refuse(strategy: object) -> Any:
        raise _Strategy(strategy)

    def integer(self, low: int, high: int) -> int:
        """Draw an integer from `low` to `high`, both included."""
        return self._numbers(low, high, 1)[0]

    def choice(self, options: Sequence[T]) -> T:
        """Draw one of `options`."""
        return options[self.integer(0, len(options) - 1)]

    def assume(self, condition: object) -> None:
        """Give up this example unless `condition` holds."""
        if not condition:
            raise Rejected

    def _elements(self, options: Sequence[T], shape: tuple[int, ...]) -> tuple[T, ...]:
        elements = super()._elements(options, shape)
        if options[0]:
            return elements
        zero = self._numbers(0, 7, len(elements))  # as many as there should be, and no fewer
        return tuple(
            element if place else options[0] for element, place in zip(elements, zero, strict=True)
        )

    def _numbers(self, low: int, high: int, count: int) -> list[int]:
        options = high - low + 1
        numbers = [low + (word * options >> 64) for word in islice(self._words, count)]
        self.places += numbers
        return numbers


def _words(seed: int) -> Iterator[int]:
    """Yield random numbers of 64 bits."""
    generator = np.random.default_rng(seed)
    while True:
        yield from generator.integers(0, 2**64, BLOCK, dtype=np.uint64).tolist()


def _decimal(hundredths: int, exponent: int) -> float:
    """Return the float that is nearest to hundredths / 100 * 10**exponent."""
    power = exponent - 2
    return hundredths * 10.0**power if power >= 0 else hundredths / 10.0**-power


def _strided(array: Numbers) -> Numbers:
    return np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array


def _reversed(array: Numbers) -> Numbers:
    return np.flip(np.flip(array).copy()) if array.ndim else array


def clear(sums: Floats, magnitudes: Floats) -> bool:
    """Whether no sum is small only because its terms cancel.

    Parameters
    ----------
    sums
        The sums.
    magnitudes
        For each, the sum of the absolute values of its terms.
    """
    return bool((np.abs(sums) >= 1e-3 * magnitudes).all())


def steady(sums: Floats, magnitudes: Floats) -> bool:
    """Whether the largest of some sums is no small remainder of large terms.

    An array of such sums comes out right to 1e-6 of its largest element in single precision, too.

    Parameters
    ----------
    sums, magnitudes
        See `clear`.
    """
    return bool(np.abs(sums).max(initial=0.0) * 4 >= np.max(magnitudes, initial=0.0))


LAYOUTS: dict[str, Callable[[Numbers], Numbers]] = {
    "C order": lambda array: array,
    "Fortran order": lambda array: np.asarray(array, order="F"),
    "every second element": _strided,
    "reversed": _reversed,
}
"""Ways to lay an array out in memory; each returns equal numbers."""


def draw_examples(recipe: Callable[[Draw], T], count: int, seed: int) -> list[T]:
    """Draw up to `count` examples, all of them different; the same for the same recipe and seed."""
    try:
        return _independent(recipe, count, seed)
    except _Strategy:
        examples: list[T] = []
        _run(recipe, count, seed, examples.append)
        return examples


def _independent(recipe: Callable[[Draw], T], count: int, seed: int) -> list[T]:
    """Draw examples from a generator of NumPy; raises _Strategy where the recipe needs another."""
    words = _words(seed)
    examples: dict[tuple[int, ...], T] = {}
    for _ in range(ATTEMPTS * count):
        draw = RandomDraw(words)
        with suppress(Rejected):
            example = recipe(draw)
            examples.setdefault(tuple(draw.places), example)
        if len(examples) == count:
            break
    return list(examples.values())


def shrink(
    recipe: Callable[[Draw], T], count: int, seed: int, fails: Callable[[T], bool], effort: int
) -> None:
    """Draw the same examples again and let Hypothesis shrink the first that `fails`.

    `fails` is called with one candidate after the other and remembers what it wants to; after
    `effort` candidates that follow the first failure the search ends.
    """
    left = effort
    found = False

    def search(example: T) -> None:
        nonlocal left, found
        failed = fails(example)
        found = found or failed
        left -= found
        if left <= 0:
            raise _Enough
        assert not failed  # noqa: S101 - how Hypothesis is told of a failure

    from hypothesis.errors import Flaky

    try:
        _run(recipe, count, seed, search, made=True)
    except (_Enough, AssertionError, Flaky):  # flaky: the student's function is not deterministic
        return


class _Enough(KeyboardInterrupt):
    """Ends a search: Hypothesis lets interrupts of the keyboard pass."""


def _run(
    recipe: Callable[[Draw], T],
    count: int,
    seed: int,
    test: Callable[[T], None],
    *,
    made: bool = False,
) -> None:
    import hypothesis
    from hypothesis import strategies as st

    @st.composite
    def examples(draw: Callable[[SearchStrategy[Any]], Any]) -> T:
        source = Draw(draw)
        example = recipe(source)
        # Hypothesis holds what takes the fewest draws for the simplest, however large it is.
        hypothesis.assume(not made or source.is_made())
        return example

    settings = hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=False,
        phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
        suppress_health_check=list(hypothesis.HealthCheck),
    )

    def property_(example: T) -> None:
        test(example)

    with _no_local_constants():
        hypothesis.seed(seed)(settings(hypothesis.given(examples())(property_)))()


@contextmanager
def _no_local_constants() -> Iterator[None]:
    """Keep Hypothesis from drawing constants that it found in whatever source files are loaded.

    They would make examples depend on which modules were imported and on where they are installed.
    """
    from unittest import mock

    from hypothesis.internal.conjecture import providers

    if not hasattr(providers.HypothesisProvider, "_maybe_draw_constant"):
        yield
        return
    with mock.patch.object(providers.HypothesisProvider, "_maybe_draw_constant", return_value=None):
        yield
