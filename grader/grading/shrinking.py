"""From a failing example to the smallest one that fails in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import numpy as np

from grader.checking import NumericalGradient
from grader.grading.examples import shrink
from grader.sandbox.protocol import tree
from grader.sandbox.protocol.arrays import Array

T = TypeVar("T")

READABLE = 100
"""Of an array with more elements, nobody reads all digits."""

EFFORT = 40
"""How many candidates are tried: what a student waits for is bounded by number, not by time, so
that the same submission gets the same report on any machine."""


def simplest(examples: Iterable[T]) -> T:
    """Return the example with the fewest and the plainest numbers."""
    return min(examples, key=complexity)


def is_minimal(example: Any) -> bool:
    """Whether there is little to gain: no array, and no list, has more than one element."""
    return all(size <= 1 for size in _sizes(example))


def complexity(example: Any) -> tuple[int, int, float]:
    """Return a sort key: elements, digits and magnitudes of all arrays of an example."""
    arrays = list(arrays_in(example))
    return (
        sum(array.size for array in arrays),
        sum(_digits(array) for array in arrays),
        float(sum(np.abs(array).sum() + np.count_nonzero(array < 0) for array in arrays)),
    )


def _digits(array: Array) -> int:
    """Return how many digits there are to read, and one more where the layout is to be told."""
    numbers = array.ravel().tolist() if array.size <= READABLE else ()
    digits = sum(len(f"{abs(x):g}".rstrip("0").rstrip(".")) for x in numbers)
    return digits + (array.strides != np.empty_like(array, order="C").strides)


def arrays_in(value: Any) -> Iterator[Array]:
    """Yield the arrays and numbers that an example holds."""
    for one in _inputs(value):
        if isinstance(one, np.ndarray | int | float):
            yield np.asarray(one)


def _sizes(value: Any) -> Iterator[int]:
    """Yield the sizes of the arrays and the lengths of the lists of an example."""
    for one in _inputs(value):
        if isinstance(one, np.ndarray | list):
            yield one.size if isinstance(one, np.ndarray) else len(one)


def _inputs(example: Any) -> Iterator[Any]:
    """Yield all that is in an example; a numerical gradient is no part of the input."""
    return tree.walk(example, is_leaf=lambda one: isinstance(one, NumericalGradient))


def smallest(
    recipe: Callable[..., T],
    count: int,
    seed: int,
    start: T,
    fails: Callable[[T], bool],
) -> T:
    """Return the simplest example found, from `start` on, that `fails`.

    Hypothesis draws the examples of `recipe` again and shrinks the first failure; `fails` is
    called at most `EFFORT` times after it.
    """
    best = start

    def better(example: T) -> bool:
        nonlocal best
        failed = fails(example)
        if failed and complexity(example) < complexity(best):
            best = example
        return failed

    shrink(recipe, count, seed, better, EFFORT)
    return best
