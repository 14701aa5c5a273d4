"""Wrong numbers that are right ones elsewhere, or a known function of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from grader.checking.explanations import (
    CLOSE,
    ENOUGH,
    Array,
    Comparison,
    Comparisons,
    Explanation,
    equal,
    predicts,
)

# The right numbers, or others that are known, in the place of these.


def known(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for the values of an argument or of another result, and what is easily made of them."""
    for name, array in comparisons[0].known.items():
        if not array.ndim and comparisons[0].expected.ndim:
            continue
        for text, make in _SIMPLE:
            yield predicts(
                text % name,
                f"These are the values of `{text % name}`.",
                partial(_made, name, make),
            )


_SIMPLE: list[tuple[str, Callable[[Array], object]]] = [
    ("%s", lambda a: a),
    ("-%s", lambda a: -a),
    ("2 * %s", lambda a: 2 * a),
    ("%s ** 2", lambda a: a**2),
    ("%s > 0", lambda a: a > 0),
    ("np.maximum(%s, 0)", lambda a: np.maximum(a, 0)),
    ("np.abs(%s)", np.abs),
    ("np.sign(%s)", np.sign),
    ("%s.T", lambda a: a.T),
]


def _made(name: str, make: Callable[[Array], object], one: Comparison) -> object:
    return make(one.known[name]) if name in one.known and one.whole else None


def combined(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for a known array that is multiplied, divided by, added or taken away."""
    for name in comparisons[0].known:
        for text, combine in _COMBINED:
            yield predicts(
                text % name,
                text % name,
                partial(_with, name, combine),
            )


_COMBINED: list[tuple[str, Callable[[Array, Array], object]]] = [
    ("`%s` is in each element as a factor once too often.", lambda e, k: e * k),
    ("In each element a factor `%s` is missing.", lambda e, k: e / k),
    ("`%s` is added, and should not be in it.", lambda e, k: e + k),
    ("`%s` is subtracted, and should not be in it.", lambda e, k: e - k),
    ("This is `%s` minus what is due.", lambda e, k: k - e),
    ("The step goes the wrong way: `%s` moves up the hill.", lambda e, k: 2 * k - e),
]


def _with(name: str, combine: Callable[[Array, Array], object], one: Comparison) -> object:
    array = one.known.get(name)
    if array is None or not one.whole or array.shape != one.expected.shape or not array.ndim:
        return None
    return combine(one.expected, array)


def moved(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for the right numbers in another order, one that has a name."""
    if not all(one.whole and one.expected.ndim for one in comparisons):
        return
    if all(one.expected.ndim == 2 for one in comparisons):
        yield predicts("transposed", "The array is transposed.", lambda one: one.expected.T)
    for axis in range(min(one.expected.ndim for one in comparisons)):
        yield predicts(f"reversed {axis}", partial(_reversed, axis), partial(_flipped, axis))
    if all(one.expected.ndim == 2 for one in comparisons):
        sentence = "The right numbers are in the wrong places, as after a reshape in place of .T."
        for name, order in (
            ("reshaped", lambda e: e.ravel().reshape(e.shape, order="F")),
            ("reshaped back", lambda e: e.T.reshape(e.shape)),
        ):
            yield predicts(name, sentence, partial(_of_expected, order))


_AXES = {0: "The rows stand", 1: "The columns stand"}


def _reversed(axis: int, one: Comparison) -> str:
    stands = _AXES.get(axis, "An axis stands") if one.expected.ndim > 1 else "The elements stand"
    return f"{stands} in reversed order."


def _flipped(axis: int, one: Comparison) -> object:
    return np.flip(one.expected, axis)


def _of_expected(make: Callable[[Array], object], one: Comparison) -> object:
    return make(one.expected)


def mixed_up(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for the right numbers in other places, in no particular order."""
    if all(one.whole for one in comparisons) and any(
        np.unique(one.expected).size >= ENOUGH for one in comparisons
    ):
        sentence = "The numbers are right, but they stand in the wrong places."
        yield Explanation(
            "mixed up",
            lambda one: equal(np.sort(one.returned, axis=None), np.sort(one.expected, axis=None)),
            lambda _: sentence,
        )


# A known function of the right numbers.

_TRANSFORMS: list[tuple[str, Callable[[Array], object]]] = [
    ("Every element has lost its sign: it is the absolute value of what is due.", np.abs),
    ("Negative elements are cut off at 0.", lambda e: np.maximum(e, 0)),
    ("Positive elements are cut off at 0.", lambda e: np.minimum(e, 0)),
    ("Every element is clipped to the range from -1 to 1.", lambda e: np.clip(e, -1, 1)),
    ("Elements above 1 are cut off at 1.", lambda e: np.minimum(e, 1)),
    ("Every element is clipped to the range from 0 to 1.", lambda e: np.clip(e, 0, 1)),
    ("Every element is cut to an integer.", np.trunc),
    ("Every element is rounded down to an integer.", np.floor),
    ("Every element is rounded to an integer.", np.round),
    ("Every element is rounded to 2 decimals.", lambda e: np.round(e, 2)),
    ("Every element is rounded to 3 decimals.", lambda e: np.round(e, 3)),
    ("Every element is rounded to 4 decimals.", lambda e: np.round(e, 4)),
    ("Every element is rounded to 6 decimals.", lambda e: np.round(e, 6)),
    ("Every element is rounded to 8 decimals.", lambda e: np.round(e, 8)),
    ("Every element has the accuracy of half precision, float16.", lambda e: e.astype(np.float16)),
    ("Every element is squared.", np.square),
    ("Every element is the square root of what is due.", lambda e: np.sqrt(np.abs(e))),
    ("Every element is the sign of what is due.", np.sign),
    ("The array is divided by its norm.", lambda e: e / np.sqrt((e * e).sum())),
    ("The array is divided by its sum.", lambda e: e / e.sum()),
    ("The array is divided by its largest element.", lambda e: e / np.abs(e).max()),
    ("Every element is the mean of all that are due.", lambda e: np.full_like(e, e.mean())),
    ("Every element is the sum of all that are due.", lambda e: np.full_like(e, e.sum())),
    ("The elements are added up one after the other.", lambda e: np.cumsum(e).reshape(e.shape)),
]  # fmt: skip


def transformed(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for a function of all right numbers."""
    if not all(one.whole for one in comparisons):
        return
    alone = all(one.expected.size == 1 for one in comparisons)
    # What adds up to 1 has a mean that any constant distribution has.
    parts = all(abs(float(one.expected.sum()) - 1) < CLOSE for one in comparisons)
    for sentence, transform in _TRANSFORMS:
        if (alone and sentence.startswith("The ")) or (parts and " mean " in sentence):
            continue
        said = sentence.replace("Every element", "It") if alone else sentence
        yield predicts(sentence, said, partial(_of_expected, transform))


def shifted(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for the same number added to each element."""
    if max(one.expected.size for one in comparisons) < ENOUGH:
        return

    def shift(one: Comparison) -> float:
        return float((one.returned - one.expected).flat[0])

    def tell(one: Comparison) -> str:
        sign = "+" if shift(one) > 0 else "-"
        return f"Every element is what is due {sign} {abs(shift(one)):.6g}."

    def holds(one: Comparison) -> bool:
        offset = one.returned - one.expected
        return equal(np.full_like(offset, shift(one)), offset)

    yield Explanation("shifted", holds, tell)
