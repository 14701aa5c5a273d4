"""Examples of a recipe from all of its domain: larger, sparser, of equal numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

import numpy as np

from grader.authoring.drawing import Draw, Floats
from grader.grading.examples import RandomDraw, Rejected

T = TypeVar("T")

LARGER = (1, 1, 1, 4, 16)
"""By what sizes are multiplied, one of these at a time."""

LONGEST = 64
"""No axis becomes longer by that."""

MOST = 4096
"""So many elements an array that is drawn one by one may have."""


class WideDraw(RandomDraw):
    """Draws for a recipe as its author meant it, and further.

    Parameters
    ----------
    words
        Random numbers of 64 bits, without end.
    larger
        By what sizes are multiplied.
    """

    def __init__(self, words: Iterator[int], larger: int) -> None:
        super().__init__(words)
        self._larger = larger

    def integer(self, low: int, high: int) -> int:
        """Draw an integer from `low` to `high`, or further where it may be a size."""
        if low in (1, 2) and low < high <= 16:
            high = max(high, min(high * self._larger, LONGEST))
        return super().integer(low, high)

    def _elements(self, options: Sequence[T], shape: tuple[int, ...]) -> tuple[T, ...]:
        if math.prod(shape) > MOST:
            raise Rejected
        return super()._elements(options, shape)

    def array(self, shape: tuple[int, ...], *, zeros: bool = False, mixed: bool = True) -> Floats:
        """Draw an array; now and then one of equal numbers or, where zeros may be, mostly zeros."""
        return self._plainer(super().array(shape, zeros=zeros, mixed=mixed), zeros=zeros)

    def small(self, shape: tuple[int, ...], *, zeros: bool = False) -> Floats:
        """Draw whole numbers, as `array` does."""
        return self._plainer(super().small(shape, zeros=zeros), zeros=zeros)

    def _plainer(self, array: Floats, *, zeros: bool) -> Floats:
        kind = self._numbers(0, 9, 1)[0]
        if kind == 0 and array.size:
            return np.full(array.shape, array.flat[0])
        if kind == 1 and zeros:
            return np.where(np.arange(array.size).reshape(array.shape) % 3 == 0, array, 0.0)
        if kind == 2 and zeros:
            return np.zeros(array.shape)
        if kind == 3 and zeros:
            return np.where(array == 0, -0.0, array)
        return array


def wide_examples(
    recipe: Callable[[Draw], T], count: int, seed: int, *, wide: bool = True
) -> list[T]:
    """Draw up to `count` examples; their gradients are left open, and judge nothing.

    Those that are not `wide` are as a check has them.
    """
    words = _words(seed)
    found: list[T] = []
    for number in range(4 * count):
        draw = WideDraw(words, LARGER[number % len(LARGER)]) if wide else RandomDraw(words)
        # What a recipe raises for a size that its author never thought of says nothing.
        with suppress(Exception), np.errstate(all="ignore"):
            found.append(recipe(draw))
            for posed in draw.gradients:
                posed.leave_open()
        if len(found) >= count:
            break
    return found


def _words(seed: int) -> Iterator[int]:
    generator = np.random.default_rng(seed)
    while True:
        yield from generator.integers(0, 2**64, 1024, dtype=np.uint64).tolist()
