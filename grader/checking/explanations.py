"""What an explanation of wrong numbers is, and what it is tried on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from typing import TypeAlias

Array = NDArray[np.float64]
CLOSE = 1e-6

ENOUGH = 3
"""So many different numbers an explanation has to account for: two are a coincidence too often."""


class Comparison(NamedTuple):
    """Wrong numbers, the right ones, and what is known beside them.

    Attributes
    ----------
    returned, expected
        Two arrays of one shape.
    shape
        The shape of the whole array, where these are a sample of it; otherwise theirs.
    known
        Arguments and other right results, by the names that the student has for them.
    opening
        A sentence that says what is compared, where that is not the array itself.
    example
        What the check was given, where that is known.
    place
        Which one of a list the array is.
    """

    returned: Array
    expected: Array
    shape: tuple[int, ...]
    known: Mapping[str, Array] = {}
    opening: str = ""
    example: object = None
    place: int = 0

    @property
    def whole(self) -> bool:
        """Whether these are all elements, each in its place."""
        return self.shape == self.expected.shape


class Explanation(NamedTuple):
    """How wrong numbers come about.

    Attributes
    ----------
    name
        What tells it from others.
    holds
        Whether it explains a comparison.
    tell
        The sentence for the student, with the numbers of a comparison that it explains.
    cure
        Whether the sentence says what to do.
    applies
        Whether it says anything of a comparison: it is no rival's proof where it does not.
    """

    name: str
    holds: Callable[[Comparison], bool]
    tell: Callable[[Comparison], str]
    cure: bool = False
    applies: Callable[[Comparison], bool] = lambda _: True


class Mistake(NamedTuple):
    """A wrong result that students are known to return.

    Attributes
    ----------
    array
        The name of the array that is wrong, as the checks have it. Empty brackets stand for any
        place in a list: ``parameters[]``.
    sentence
        What a student reads where the numbers are these: what was done, and what is due.
    wrong
        Computes the wrong result from arguments of the student's function, and from other right
        results: its parameters have their names. All are float64 arrays. A parameter `example` is
        what the check was given, and `place` the number in brackets.
    """

    array: str
    sentence: str
    wrong: Callable[..., object]

    def concerns(self, array: str) -> bool:
        """Whether it is about the array of this name."""
        return self.array in (array, _PLACE.sub("[]", array, count=1))


_PLACE = re.compile(r"\[-?\d+\]")


def place_in(array: str) -> int:
    """Return the number in brackets of a name, or 0."""
    found = _PLACE.search(array)
    return int(found[0][1:-1]) if found else 0


Comparisons: TypeAlias = Sequence[Comparison]


def equal(first: object, second: Array) -> bool:
    """Whether two arrays are equal to 1e-6 of their scale."""
    array = np.asarray(first, dtype=np.float64)
    if array.shape != second.shape:
        return False
    scale = np.abs(second).max(initial=0.0)
    return bool(np.abs(array - second).max(initial=0.0) <= CLOSE * scale)


def predicts(
    name: str, sentence: str | Callable[[Comparison], str], wrong: Callable[[Comparison], object]
) -> Explanation:
    """Return the explanation that the numbers are these wrong ones."""

    def holds(one: Comparison) -> bool:
        predicted = wrong(one)
        return predicted is not None and equal(predicted, one.returned)

    return Explanation(
        name,
        holds,
        sentence if callable(sentence) else lambda _: sentence,
        applies=lambda one: wrong(one) is not None,
    )
