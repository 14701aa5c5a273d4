"""Examples that are drawn from a recipe, and small ones among those that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from grader.authoring.drawing import Draw, Numbers, is_exact
from grader.checking import NumericalGradient, Stacked, numerical_gradients

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")

ATTEMPTS = 50
"""How often a recipe is asked for each example that is due, before it gets no more."""

BLOCKS = (64, 1024)
"""How many random numbers are made at once, first and later: a call of NumPy takes as long as
dozens of them, and one example needs few."""


class Posed(NamedTuple):
    """A gradient to measure, see `Draw.gradient`, and where to write it."""

    f: Stacked
    x: Numbers
    scale: float | None
    due: NumericalGradient

    def write(self, found: NumericalGradient) -> None:
        """Write down what was measured."""
        for name in NumericalGradient.__struct_fields__:
            getattr(self.due, name)[...] = getattr(found, name)

    def is_exact(self) -> bool:
        """Whether it was measured well enough."""
        return is_exact(self.due, self.scale)

    def leave_open(self) -> None:
        """Let everything be right: until it is measured, nothing is known."""
        for values in (self.due.value, self.due.lower, self.due.upper):
            values.fill(0.0)
        self.due.error.fill(np.inf)


class Rejected(Exception):
    """A recipe gave up an example."""


class UsesStrategy(Exception):
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
    gradients
        Those that are still to be measured.
    """

    def __init__(self, words: Iterator[int]) -> None:
        super().__init__(self._refuse)
        self._words = words
        self.places: list[int] = []
        self.gradients: list[Posed] = []

    @staticmethod
    def _refuse(strategy: object) -> Any:
        raise UsesStrategy(strategy)

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

    def gradient(self, f: Stacked, x: Numbers, *, scale: float | None = None) -> NumericalGradient:
        """Return arrays that the gradient of `f` at `x` is written to later."""
        due = NumericalGradient(*(np.empty(np.shape(x)) for _ in range(4)))
        self.gradients.append(Posed(f, x, scale, due))
        return due

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


def draw_examples(recipe: Callable[[Draw], T], count: int, seed: int) -> list[T]:
    """Draw up to `count` examples, all of them different; the same for the same recipe and seed."""
    try:
        return _independent(recipe, count, seed)
    except UsesStrategy:
        examples: list[T] = []
        _run(recipe, count, seed, examples.append)
        return examples


def draw_unmeasured(recipe: Callable[[Draw], T], seed: int) -> Iterator[tuple[T, list[Posed]]]:
    """Yield different examples, each with its gradients, which are left open."""
    tries = _different(recipe, _words(seed))
    try:
        while drawn := next(filter(None, islice(tries, ATTEMPTS)), None):
            for each in drawn[1]:
                each.leave_open()
            yield drawn
    except UsesStrategy:
        for example in draw_examples(recipe, 1, seed):
            yield example, []


def _words(seed: int) -> Iterator[int]:
    """Yield random numbers of 64 bits."""
    generator = np.random.default_rng(seed)
    size, later = BLOCKS
    while True:
        yield from generator.integers(0, 2**64, size, dtype=np.uint64).tolist()
        size = later


def _independent(recipe: Callable[[Draw], T], count: int, seed: int) -> list[T]:
    """Draw examples with NumPy; raises UsesStrategy where the recipe needs something else."""
    tries = islice(_different(recipe, _words(seed)), ATTEMPTS * count)
    examples: list[T] = []
    while drawn := list(islice(filter(None, tries), count - len(examples))):
        measure([one for _, posed in drawn for one in posed])
        examples += [example for example, posed in drawn if all(one.is_exact() for one in posed)]
    return examples


def measure(posed: Sequence[Posed]) -> None:
    """Measure gradients, all at once."""
    found = numerical_gradients([(one.f, one.x) for one in posed])
    for one, gradient in zip(posed, found, strict=True):
        one.write(gradient)


def _different(
    recipe: Callable[[Draw], T], words: Iterator[int]
) -> Iterator[tuple[T, list[Posed]] | None]:
    """Yield what comes of each try: an example that was not there before, or None."""
    seen: set[tuple[int, ...]] = set()
    while True:
        draw = RandomDraw(words)
        example: tuple[T, list[Posed]] | None = None
        with suppress(Rejected):
            example = recipe(draw), draw.gradients
        places = tuple(draw.places)
        yield None if places in seen else example
        seen.add(places)


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
