"""How a comparison is put into words: names of elements, pairs of numbers, pictures."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CODE = re.compile(r"(?:[^][(),]|\([^()]*\)|\[[^][]*\])+")
MAX_ROWS = 12
MAX_COLUMNS = 40


def element(name: str, index: tuple[int, ...]) -> str:
    """Name one element as a student would write it: ``d_weights[0, 1]``."""
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def titled(name: str, index: tuple[int, ...] = ()) -> str:
    """Return an array or an element of it as a sentence names it.

    A name may have a clause behind it, with a comma at its end: of ``output, for a batch,`` only
    ``output`` is what a student would write.
    """
    code, clause = _parts(name)
    return f"`{element(code, index)}`{clause}"


def written(name: str) -> str:
    """Return the part of a name that a student would write."""
    return _parts(name)[0]


def _parts(name: str) -> tuple[str, str]:
    code = _CODE.match(name) if name.endswith(",") else None
    return (code[0], name[code.end() :]) if code else (name, "")


def number(value: float) -> str:
    """Write a number shortly, yet so that it reads as a float: ``2.0``, ``1e+06``, ``nan``."""
    return _as_float(f"{value:.6g}")


def _as_float(text: str) -> str:
    return text if any(mark in text for mark in ".en") else f"{text}.0"


def numbers(first: float, second: float) -> tuple[str, str]:
    """Write two different numbers with as many digits as it takes to see by how much."""
    fault = abs(first - second) / 20
    first, second = first + 0.0, second + 0.0  # never -0.0, which nobody means
    for digits in range(6, 17):
        texts = f"{first:.{digits}g}", f"{second:.{digits}g}"
        if all(
            abs(float(text) - value) <= fault
            for text, value in zip(texts, (first, second), strict=True)
        ):
            break
    else:
        texts = repr(float(first)), repr(float(second))
    return _as_float(texts[0]), _as_float(texts[1])


def plain(value: float) -> float | str:
    """Turn a number into what JSON can carry: ``"nan"``, ``"inf"`` and ``"-inf"`` are text."""
    return float(value) if math.isfinite(value) else str(float(value))


def picture(off: NDArray[np.bool_]) -> tuple[str, ...]:
    """Draw an array, ``.`` for a right element and ``x`` for one that is off.

    Parameters
    ----------
    off
        Where the array is wrong, of any shape. All axes but the last become rows.

    Returns
    -------
    tuple of str
        One string a row, at most 12 rows of 40 columns; ``…`` ends a row that is cut and stands
        as the last row if rows are. Empty for a 0-d array.
    """
    if off.ndim == 0:
        return ()
    rows = off.reshape(-1, off.shape[-1])
    drawn = ["".join(".x"[cell] for cell in row[:MAX_COLUMNS].tolist()) for row in rows[:MAX_ROWS]]
    if rows.shape[1] > MAX_COLUMNS:
        drawn = [row[: MAX_COLUMNS - 1] + "…" for row in drawn]
    if len(rows) > MAX_ROWS:
        drawn[-1] = "…"
    return tuple(drawn)
