"""Wrong numbers that are a factor away from the right ones: one number, a size, or one a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np

from grader.checking.explanations import (
    CLOSE,
    ENOUGH,
    Comparison,
    Comparisons,
    Explanation,
    equal,
    predicts,
)

# One value, whatever the example.


def constant(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for one number in all places."""
    if not comparisons[0].returned.size:
        return
    value = float(comparisons[0].returned.flat[0]) + 0.0  # never -0
    varied = len({float(e) for one in comparisons for e in one.expected.ravel()[:9]}) > 1
    if varied and (value == 0 or len(comparisons) > 1):
        what = "It is" if all(one.expected.size == 1 for one in comparisons) else "Every element is"
        always = ", in every example" if value else ""
        yield predicts(
            "constant", f"{what} {value:g}{always}.", lambda one: np.full_like(one.returned, value)
        )


# One factor for all elements.


_HARDLY = 0.01
"""A factor that is as near to 1 as this is a matter of accuracy, and no mistake in a formula."""


def _factor_of(one: Comparison) -> float:
    """Return the factor between all elements, or 0 where there is none."""
    largest = np.abs(one.expected).max(initial=0.0)
    if not largest:
        return 0.0
    # Divided by the largest first: the squares of tiny or huge numbers leave the float range.
    unit = one.expected / largest
    factor = float(np.vdot(unit, one.returned / largest) / np.vdot(unit, unit))
    return factor if factor and equal(factor * one.expected, one.returned) else 0.0


def scaled(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for one factor: a number, or one that is a size or a number of the example."""
    factors = [_factor_of(one) for one in comparisons]
    if not all(factors) or len({factor > 0 for factor in factors}) > 1:
        return
    if all(abs(factor - 1) < _HARDLY for factor in factors):
        return
    what = "Every element"
    if all(one.expected.size == 1 for one in comparisons):
        what = "It"
    if all(abs(factor + 1) <= CLOSE for factor in factors):
        yield predicts("sign", f"{what} has the wrong sign.", lambda one: -one.expected)
        return
    sign = " The sign is wrong, too." if factors[0] < 0 else ""
    sizes = [abs(factor) for factor in factors]
    same = all(abs(size - sizes[0]) <= CLOSE * size for size in sizes)
    measures = [_sizes(one) for one in comparisons]
    meanings = [
        meaning
        for meaning in _meanings(measures[0], sizes[0])
        if all(
            abs(_value(meaning, those) - size) <= CLOSE * size
            for those, size in zip(measures, sizes, strict=True)
        )
    ]
    # Whatever is right where a number is below 1, or above, does not leave that number out.
    unsure = len({size > 1 for size in sizes}) == 1
    numbers = [one for one in meanings if one.size.startswith("`")] if unsure else []
    meanings = [one for one in meanings if one not in numbers]

    def holds(one: Comparison) -> bool:
        factor = _factor_of(one)
        if not factor or (factor > 0) != (factors[0] > 0):
            return False
        if meanings and not same:
            return abs(_value(meanings[0], _sizes(one)) - abs(factor)) <= CLOSE * abs(factor)
        return not same or abs(abs(factor) - sizes[0]) <= CLOSE * sizes[0]

    def tell(one: Comparison) -> str:
        factor = abs(_factor_of(one))
        if same and (meanings or numbers) and abs(max(factor, 1 / factor) - 2) <= 2 * CLOSE:
            return f"{what} is {_times(factor)}.{sign}"
        telling = meanings and _sizes(one).get(meanings[0].size) != 1
        if telling and (not same or len(comparisons) == 1):
            return _tell_meaning(what, factor, meanings[0], one) + sign
        if same and not meanings:
            return _tell_number(what, factor, always=len(comparisons) > 1) + sign
        together = ", all by one factor" if what == "Every element" else ""
        return f"{what} is {_times(factor)} in this example{together}.{sign}"

    several = [one for one in comparisons if np.unique(one.expected).size >= ENOUGH]
    if (same or meanings or len(several) > 1) and (several or len(comparisons) >= ENOUGH):
        yield Explanation("factor", holds, tell)


def _times(factor: float) -> str:
    """Say what a factor makes of what is due: "half of what is due"."""
    inverse = 1 / factor
    if abs(factor - 2) <= 2 * CLOSE:
        return "twice what is due"
    if abs(inverse - 2) <= 2 * CLOSE:
        return "half of what is due"
    if factor < 1 and abs(inverse - round(inverse)) <= CLOSE * inverse:
        return f"1/{round(inverse)} of what is due"
    return f"{factor:.6g} times what is due"


def _tell_number(what: str, factor: float, *, always: bool) -> str:
    """Say that a factor is the same number in all examples."""
    if abs(factor - 2) <= 2 * CLOSE:
        return f"{what} is twice what is due: a factor 2 is too much."
    if abs(factor - 0.5) <= CLOSE:
        return f"{what} is half of what is due: a factor 2 is missing."
    where = ", in every example" if always else ""
    return f"{what} is {_times(factor)}{where}."


class _Meaning(NamedTuple):
    """What a factor may be: a power of 2 times a size, to a power of 1 or -1, or nearly so."""

    size: str
    power: int
    twos: int
    more: int
    """What is added to the size: n - 1, n and n + 1."""


def _sizes(one: Comparison) -> dict[str, float]:
    """Return the sizes that a sum may have been divided by, and numbers, the whole array first."""
    sizes: dict[str, float] = {}

    def add(shape: tuple[int, ...], of: str) -> None:
        if shape:
            sizes[f"the number of elements{of}"] = float(np.prod(shape))
        if len(shape) > 1:
            sizes[f"{_FIRST}{of}"] = float(shape[0])
            sizes[f"{_LAST}{of}"] = float(shape[-1])
            sizes[f"{_REST}{of}"] = float(np.prod(shape[1:]))

    add(one.shape, "")
    for name, array in one.known.items():
        if array.ndim:
            add(array.shape, f" of `{name}`")
        elif array:
            sizes[f"`{name}`"] = abs(float(array))
    return sizes


_FIRST, _LAST, _REST = (
    "the number of rows",
    "the number of columns",
    "the number of elements in a row",
)
"""The lengths of the first and the last axis, and of all but the first together."""


_FORMS = [
    (power, twos, more)
    for twos, more in ((0, 0), (1, 0), (-1, 0), (0, -1), (0, 1))
    for power in (1, -1)
]


def _meanings(sizes: Mapping[str, float], factor: float) -> list[_Meaning]:
    """Return what a factor may be, by the sizes of the comparison that has it."""
    found = []
    for power, twos, more in _FORMS:
        for size in sizes:
            if (twos or more) and size.startswith("`"):  # a number is a factor as it is, or none
                continue
            meaning = _Meaning(size, power, twos, more)
            if abs(_value(meaning, sizes) - factor) <= CLOSE * factor:
                found.append(meaning)
    return found


def _value(meaning: _Meaning, sizes: Mapping[str, float]) -> float:
    """Return what a factor is by its meaning and the sizes, or 0 where it has none."""
    size = sizes.get(meaning.size, 0.0)
    if not size or not size + meaning.more:
        return 0.0
    value = size / (size + meaning.more) if meaning.more else size
    return float(value**meaning.power * 2.0**meaning.twos)


def _square(one: Comparison) -> bool:
    """Whether arrays of different shapes have axes of one length, so that none can be told."""
    arrays = [array.shape for array in one.known.values() if array.ndim]
    lengths = {length for shape in (one.shape, *arrays) for length in shape}
    return len({one.shape, *arrays}) > 1 and len(lengths) == 1


def _tell_meaning(what: str, factor: float, meaning: _Meaning, one: Comparison) -> str:
    """Say what a factor is."""
    size = _sizes(one)[meaning.size]
    small = factor < 1
    times = 1 / factor if small else factor
    opening = f"{what} is {_times(factor)}"
    if meaning.more:
        there = f"{meaning.size} {'plus' if meaning.more > 0 else 'minus'} 1"
        pair = (there, meaning.size) if meaning.power > 0 else (meaning.size, there)
        return f"{opening}: it is as if divided by {pair[0]}, in place of {pair[1]}, {size:g}."
    if meaning.size.startswith("`"):
        end = "once too often" if meaning.power > 0 else "missing"
        return f"{opening}, and {meaning.size} is {size:g}: the factor {meaning.size} is {end}."
    if _square(one):
        twice = ", and a factor 2" if meaning.twos else ""
        return f"{opening}: is it a matter of {size:g}, a size of this example{twice}?"
    if meaning.twos:
        return f"{opening}: is it a matter of {size:g}, {meaning.size}, and a factor 2?"
    end = "was the division by it forgotten" if not small else "was it divided by it once too often"
    return f"{opening}, and {times:.6g} is {meaning.size}: {end}?"


def scaled_by_axis(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for a factor for each row, or each column."""
    if any(one.expected.ndim != 2 or not one.whole for one in comparisons):
        return
    for axis, what in ((1, "row"), (0, "column")):
        if any(_shows_lines(axis, one) for one in comparisons):
            said = f"Each {what} is off by a factor of its own: within a {what} all is right."
            yield Explanation(f"each {what}", partial(_each_line, axis), partial(_say, said))


def _each_line(axis: int, one: Comparison) -> bool:
    """Whether each line has a factor, and none is right: there are at least two."""
    squares = (one.expected * one.expected).sum(axis=axis, keepdims=True)
    products = (one.returned * one.expected).sum(axis=axis, keepdims=True)
    if not equal(products / np.where(squares, squares, 1) * one.expected, one.returned):
        return False
    wrong = np.abs(one.returned - one.expected) > CLOSE * np.abs(one.expected).max()
    some = (one.expected != 0).any(axis=axis)
    return bool(wrong.any(axis=axis)[some].all()) and int(some.sum()) > 1


def _shows_lines(axis: int, one: Comparison) -> bool:
    """Whether each of at least two lines shows its factor on two elements of its own."""
    lines = np.count_nonzero(one.expected, axis=axis) > 1
    return int(np.count_nonzero(lines)) > 1 and bool(one.returned[one.expected != 0].all())


def _say(sentence: str, _: Comparison) -> str:
    return sentence
