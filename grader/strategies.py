"""Examples by Hypothesis: small ones of a failure, and those of recipes that use its strategies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from grader.drawing import Draw

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


def draw_all(recipe: Callable[[Draw], T], count: int, seed: int) -> list[T]:
    """Draw up to `count` examples; the same for the same recipe and seed."""
    examples: list[T] = []
    _run(recipe, count, seed, examples.append)
    return examples


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
