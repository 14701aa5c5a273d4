"""Cut from two arrays the part that is worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.checking.mismatch import Window
from grader.checking.wording import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

Rows = tuple[tuple[float | str, ...], ...]

ROWS = 12
COLUMNS = 12
"""The largest window: a report holds one for every failed check."""


def window(
    returned: NDArray[np.float64],
    expected: NDArray[np.float64] | None,
    index: tuple[int, ...],
) -> Window | None:
    """Return the part of both arrays around `index`.

    Parameters
    ----------
    returned, expected
        Float64 arrays of one shape; `expected` is None where it is not known.
    index
        The element that has to be in it.

    Returns
    -------
    Window or None
        At most 12 rows of 12 columns; None for a single element, which has nothing around it.
    """
    if returned.size < 2:
        return None
    columns = returned.shape[-1]
    place = divmod(int(np.ravel_multi_index(index, returned.shape)), columns)
    top = _begin(place[0], returned.size // columns, ROWS)
    left = _begin(place[1], columns, COLUMNS)
    part = np.s_[top : top + ROWS, left : left + COLUMNS]
    return Window(
        shape=returned.shape,
        first=(top, left),
        returned=_rows(returned, part),
        expected=() if expected is None else _rows(expected, part),
    )


def _begin(place: int, size: int, most: int) -> int:
    """Return where a stretch of `most` begins that has `place` in its middle, if it can."""
    return max(min(place - most // 2, size - most), 0)


def _rows(array: NDArray[np.float64], part: tuple[slice, slice]) -> Rows:
    rows = array.reshape(-1, array.shape[-1])[part].tolist()
    return tuple(tuple(map(plain, row)) for row in rows)
