"""Arrays as plain data: dtype, shape, memory layout and raw bytes.

Both sides of the pipe and the store of kept examples write arrays in this form.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

REAL_DTYPES = {np.dtype(code).str: np.dtype(code) for code in "?bBhHiIlLqQefdg"}
"""The only dtypes that travel: real, fixed size, native byte order."""

NAMES = {dtype: name for name, dtype in REAL_DTYPES.items()}
"""What they are called; to ask an array's dtype for it takes longer."""

MAX_DIMENSIONS = 32

Layout = tuple[str, tuple[int, ...], tuple[int, ...] | None, bool]
"""Dtype, shape, strides in bytes (None where they are C order) and writability."""


def layout(array: Array) -> Layout:
    """Return what an array is beside its elements."""
    flags = array.flags
    strides = None if flags.c_contiguous else array.strides
    return NAMES[array.dtype], array.shape, strides, flags.writeable


def byte_size(dtype: np.dtype[Any], shape: tuple[int, ...]) -> int:
    """Return the bytes that the elements take, whatever their layout was."""
    return math.prod(shape) * dtype.itemsize


def rebuild(
    elements: Array, strides: tuple[int, ...] | None = None, writable: bool = True
) -> Array:
    """Return a copy of `elements` (C order) in its own memory, laid out by `strides` in bytes.

    Raises
    ------
    ValueError
        When the strides do not fit the shape, or make two elements share memory.
    """
    array = elements.copy() if strides is None else _with_strides(elements, strides)
    array.flags.writeable = writable
    return array


def _with_strides(elements: Array, strides: tuple[int, ...]) -> Array:
    if len(strides) != elements.ndim:
        raise ValueError("an array needs one stride for each axis")
    reach = [stride * (n - 1) for stride, n in zip(strides, elements.shape, strict=True)]
    before = -sum(min(0, r) for r in reach)
    behind = sum(max(0, r) for r in reach) + elements.itemsize
    if before + behind > 64 * max(elements.nbytes, 1024):
        raise ValueError("strides reach too far")
    array: Array = np.ndarray(
        elements.shape, elements.dtype, bytearray(before + behind), before, strides
    )
    array[...] = elements
    if not np.array_equal(array, elements, equal_nan=elements.dtype.kind == "f"):
        raise ValueError("strides let elements share memory")
    return array
