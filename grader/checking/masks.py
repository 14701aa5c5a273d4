"""Wrong numbers beside right ones: where they are, and in which one way they are wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from grader.checking.explanations import (
    CLOSE,
    ENOUGH,
    Array,
    Comparison,
    Comparisons,
    Explanation,
    equal,
)

# Some elements are right, and others are wrong in one way.


def _wrong(one: Comparison) -> NDArray[np.bool_]:
    """Return which elements are wrong."""
    return np.asarray(np.abs(one.returned - one.expected) > CLOSE * np.abs(one.expected).max())


def masked(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for elements that are zero, or should be, while the rest is right."""
    places = [_wrong(one) for one in comparisons]
    # Of the right elements, some are no zeros: else this says no more than a factor would.
    if not any(
        (~wrong & (one.expected != 0)).any() for one, wrong in zip(comparisons, places, strict=True)
    ):
        return
    where = _where(comparisons)
    if all(_only_diagonal(one) for one in comparisons):
        yield _always("diagonal", "Only the diagonal is right, the rest is 0.", _only_diagonal)
    yield _always("zeros", f"The wrong elements are 0{where}, where they should not be.", _zeros)
    mask = f"The wrong elements are those{where}: 0 is due there." if where else ""
    yield _always("no mask", mask or "The wrong elements are not 0, where 0 is due.", _due)
    yield _always(
        "signs",
        f"The wrong elements have the wrong sign, their size is right{where}.",
        lambda one: equal(np.abs(one.returned), np.abs(one.expected)),
    )


def somewhere(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for wrong elements that lie where a known array has one sign."""
    if where := _where(comparisons):
        yield _always("where", f"The wrong elements are all{where}.", lambda _: True)


def _always(name: str, sentence: str, holds: Callable[[Comparison], bool]) -> Explanation:
    return Explanation(
        name,
        lambda one: one.expected.size > 0 and bool(_wrong(one).any()) and holds(one),
        lambda _: sentence,
    )


def _zeros(one: Comparison) -> bool:
    wrong = _wrong(one)
    return not one.returned[wrong].any() and _sizable(one.expected[wrong], one.expected)


def _due(one: Comparison) -> bool:
    wrong, tiny = _wrong(one), CLOSE * np.abs(one.expected).max()
    zero = bool((np.abs(one.expected[wrong]) <= tiny).all())
    return zero and _sizable(one.returned[wrong], one.expected)


def _sizable(wrong: Array, expected: Array) -> bool:
    """Whether wrong elements are of such a size that they are no matter of accuracy."""
    return bool(np.abs(wrong).max() > 1e-3 * np.abs(expected).max())


def _only_diagonal(one: Comparison) -> bool:
    wrong = _wrong(one)
    if wrong.ndim != 2 or wrong.shape[0] != wrong.shape[1] or len(wrong) < 2 or not one.whole:
        return False
    return bool((wrong | np.eye(len(wrong), dtype=bool)).all()) and not one.returned[wrong].any()


_CONDITIONS: list[tuple[str, Callable[[Array], NDArray[np.bool_]]]] = [
    ("is 0", lambda a: a == 0),
    ("is negative", lambda a: a < 0),
    ("is positive", lambda a: a > 0),
]


def _where(comparisons: Comparisons) -> str:
    """Say where the wrong elements are by the sign of a known array, if that tells them all."""
    if len(comparisons) < ENOUGH or not all(one.whole for one in comparisons):
        return ""
    for name in comparisons[0].known:
        if any(_shape_of(one, name) != one.expected.shape for one in comparisons):
            continue
        for text, condition in _CONDITIONS:
            pairs = [(condition(one.known[name]), _wrong(one)) for one in comparisons]
            exact = all(np.array_equal(there, wrong) for there, wrong in pairs)
            rest = any(
                (one.expected[~there] != 0).any()
                for one, (there, _) in zip(comparisons, pairs, strict=True)
            )
            if exact and rest:  # what is 0 in any case tells nothing of where it is right
                return f" where `{name}` {text}"
    return ""


def _shape_of(one: Comparison, name: str) -> tuple[int, ...] | None:
    return one.known[name].shape if name in one.known else None
