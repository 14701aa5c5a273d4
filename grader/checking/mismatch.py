"""What can be wrong with a numerical result, as one typed value.

`CheckFailed` is the only exception that a comparison raises on purpose; it carries a `Mismatch`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from grader.checking.explanations import Comparison

Kind = Literal[
    "shape",
    "dtype",
    "not an array",
    "not finite",
    "not deterministic",
    "argument modified",
    "upstream ignored",
    "numbers differ",
]


class Window(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The part of two arrays that is kept to be looked at: around the element furthest off.

    All axes but the last are rows. A number that JSON does not have stands as text: ``"nan"``.

    Attributes
    ----------
    shape
        The shape of the whole array.
    first
        The row and the column of the whole array where the part begins.
    returned
        What was returned, a tuple a row.
    expected
        What was expected in its place; empty where that is not known.
    """

    shape: tuple[int, ...]
    returned: tuple[tuple[float | str, ...], ...]
    expected: tuple[tuple[float | str, ...], ...] = ()
    first: tuple[int, int] = (0, 0)


class Mismatch(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One way in which a returned array is not what it should be.

    Attributes
    ----------
    kind
        What sort of mismatch this is.
    array
        The name of the array, as the student knows it: ``d_weights``.
    message
        One sentence for the student, which names the array.
    index
        The element that is furthest off, where there is one.
    returned, expected
        The two values at `index`; for `shape` the two shapes, for `dtype` the two names. A value
        that JSON has no number for stands as text: ``"nan"``, ``"-inf"``.
    accuracy
        The estimated absolute error of `expected`; 0 where it is known exactly.
    elements
        A picture of the whole array, a string a row: ``.`` is right, ``x`` is off. At most two
        dimensions and cut to what a terminal can show.
    diagnosis
        The known mistake that the numbers match, as a sentence, or nothing: "Every element is
        half of what is due: a factor 2 is missing."
    window
        Numbers from both arrays, where more than one element was compared.
    relation
        Whether `expected` is what the number would be by other results of the student's, right or
        wrong.
    """

    kind: Kind
    array: str
    message: str
    index: tuple[int, ...] | None = None
    returned: float | str | tuple[int, ...] | None = None
    expected: float | str | tuple[int, ...] | None = None
    accuracy: float | None = None
    elements: tuple[str, ...] = ()
    diagnosis: str = ""
    window: Window | None = None
    relation: bool = False


class CheckFailed(Exception):
    """A result was compared and found wrong.

    Attributes
    ----------
    mismatch
        How it is wrong.
    comparison
        All numbers, where numbers differ: what an explanation can be tried on.
    comparisons
        The same by the names of arrays, where several of one result are wrong.
    named
        Whether the diagnosis names a mistake that the task's author knows, and the cure.
    """

    def __init__(
        self,
        mismatch: Mismatch,
        comparison: Comparison | None = None,
        comparisons: Mapping[str, Comparison] | None = None,
    ) -> None:
        super().__init__(mismatch.message)
        self.mismatch = mismatch
        self.comparison = comparison
        one = {} if comparison is None else {mismatch.array: comparison}
        self.comparisons = one if comparisons is None else comparisons
        self.named = False
