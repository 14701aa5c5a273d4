"""Curves that a check shows beside its verdict: the student's loss, epoch by epoch.

The values come from the student's code, so anything may be among them.
"""

from __future__ import annotations

from typing import Annotated, Protocol

import msgspec
import numpy as np
from msgspec import Meta

from grader.checking.mismatch import CheckFailed
from grader.checking.values import as_array, as_float64

MAX_POINTS = 400
"""A report carries so many points of a curve; there are fewer dots across a terminal."""

MAX_NAME = 60


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers in a row, for a picture of how they go."""

    title: Annotated[str, Meta(description="What the numbers are.")]
    axis: Annotated[str, Meta(description="What they are counted by.")]
    count: Annotated[int, Meta(description="How many there were.")]
    values: Annotated[
        tuple[float | None, ...],
        Meta(
            description="The numbers, null where one is not finite. Of more than 400 these are "
            "400, evenly spread, the first and the last among them."
        ),
    ]


class Show(Protocol):
    """How a check hands a curve over: ``show(losses, "mean loss", "epoch")``.

    The check has a parameter of the name ``show``, as a keyword. It may call it before it
    compares anything: what is no row of numbers is not shown.
    """

    def __call__(self, values: object, title: str, axis: str = "step") -> None:
        """Show `values`, whatever they are, under `title`."""


def show_nothing(values: object, title: str, axis: str = "step") -> None:
    """Show no curve: where nobody looks at one."""


def curve_of(values: object, title: str, axis: str) -> Curve | None:
    """Return the curve of what a student's function returned, or None where it is none.

    Parameters
    ----------
    values
        A list of real numbers, or an array with one axis that is longer than 1.
    title, axis
        What the numbers are, and what they are counted by.
    """
    try:
        array = as_float64(as_array(values, title))
    except CheckFailed:
        return None
    if array.ndim == 0 or array.size != len(array) or array.size < 2:
        return None
    places = np.linspace(0, array.size - 1, min(array.size, MAX_POINTS)).round().astype(np.intp)
    chosen = array.reshape(-1)[places]
    return Curve(
        title=title[:MAX_NAME],
        axis=axis[:MAX_NAME],
        count=array.size,
        values=tuple(float(x) if np.isfinite(x) else None for x in chosen),
    )
