"""What can be wrong with a numerical result, as one typed value.

`CheckFailed` is the only exception that a comparison raises on purpose; it carries a `Mismatch`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

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
    """

    shape: Annotated[tuple[int, ...], Meta(description="The shape of the whole array.")]
    returned: Annotated[
        tuple[tuple[float | str, ...], ...],
        Meta(
            description="What was returned, at most 12 rows of 12 columns. A number that JSON does "
            'not have is text: "nan", "-inf".'
        ),
    ]
    expected: Annotated[
        tuple[tuple[float | str, ...], ...],
        Meta(description="What was expected in its place; left out where that is not known."),
    ] = ()
    first: Annotated[
        tuple[int, int],
        Meta(
            description="The row and the column of the whole array where the window begins; all "
            "axes but the last are rows."
        ),
    ] = (0, 0)


class Mismatch(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One way in which a returned array is not what it should be.

    Whoever makes one gives `kind`, `array` and `message`; the message is a sentence for the student
    that names the array. What each field means stands in its annotation, as readers of the JSON
    get it.
    """

    kind: Annotated[Kind, Meta(description="What sort of mismatch this is.")]
    array: Annotated[str, Meta(description="The name of the array, as the student knows it.")]
    message: Annotated[
        str, Meta(description="One sentence for the student, which names the array.")
    ]
    index: Annotated[
        tuple[int, ...] | None, Meta(description="The element that is furthest off.")
    ] = None
    returned: Annotated[
        float | str | tuple[int, ...] | None,
        Meta(
            description="The value at `index`, or the shape or the type of the array. A number "
            'that JSON does not have is text: "nan", "-inf".'
        ),
    ] = None
    expected: Annotated[
        float | str | tuple[int, ...] | None,
        Meta(description="What should be in the place of `returned`."),
    ] = None
    accuracy: Annotated[
        float | None,
        Meta(description="The estimated absolute error of `expected`; 0 where it is exact."),
    ] = None
    elements: Annotated[
        tuple[str, ...],
        Meta(
            description="A picture of the array, a string a row: `.` is right, `x` is off. It may "
            "be cut."
        ),
    ] = ()
    diagnosis: Annotated[str, Meta(description="The known mistake that the numbers match.")] = ""
    window: Annotated[
        Window | None,
        Meta(description="Numbers from both arrays, around the element that is furthest off."),
    ] = None
    relation: Annotated[
        bool,
        Meta(
            description="Whether `expected` is what the number would be by other results of the "
            "student's, right or wrong."
        ),
    ] = False


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
