"""Compare a returned array with known values: its shape, its dtype, its numbers.

The accuracy that is asked for holds for the array as a whole: an error is measured against the
largest element, never element by element, because an element that is small by cancellation, or
zero, has no accuracy of its own. Up to 1e-6 of that scale everything passes, from 3e-6 on nothing
does, and `RELATIVE_TOLERANCE` lies in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import numpy as np

from grader.checking.diagnosis import explain, told
from grader.checking.explanations import Comparison
from grader.checking.mismatch import CheckFailed, Kind, Mismatch, Window
from grader.checking.windows import window
from grader.checking.wording import number, numbers, picture, plain, titled, written

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELATIVE_TOLERANCE = 2e-6
_FLOAT64 = np.dtype(np.float64)
_SCALARS = (bool, int, float)


def as_array(value: object, name: str) -> NDArray[np.generic]:
    """Take what a function returned as an array of real numbers.

    Parameters
    ----------
    value
        A plain `numpy.ndarray` or NumPy scalar of bool, integer or float dtype, a Python bool,
        int or float, or lists and tuples of these, nested to any depth.
    name
        What the student calls the array.

    Returns
    -------
    ndarray
        The array in the dtype in which it came; the very object where it was an array.

    Raises
    ------
    CheckFailed
        Kind ``not an array``: None, text, a ragged list, complex or huge integers, and any other
        object. Its methods are not called: an unknown object may answer anything.
    """
    if type(value) is np.ndarray:
        if value.dtype.kind in "fiub":
            return value
        _fail(
            "not an array",
            name,
            f"{titled(name)} holds values of dtype {value.dtype}, and real numbers were expected.",
        )
    if _is_plain(value):
        try:
            array: NDArray[np.generic] = np.asarray(value)
        except (ValueError, OverflowError, RecursionError):
            array = np.empty((), dtype=object)
        if array.dtype.kind in "fiub":
            return array
    raise CheckFailed(
        Mismatch(kind="not an array", array=written(name), message=_no_array(value, name))
    )


def _is_plain(value: object, depth: int = 0) -> bool:
    """Whether these are lists of numbers to the bottom, so that NumPy asks no stranger."""
    if isinstance(value, list | tuple):
        return depth < 32 and all(_is_plain(item, depth + 1) for item in value)
    return isinstance(value, (*_SCALARS, np.generic)) or type(value) is np.ndarray


def _no_array(value: object, name: str) -> str:
    if value is None:
        return f"{titled(name)} is None: nothing was returned, or set."
    if isinstance(value, str):
        return f"{titled(name)} is text, and an array of numbers was expected."
    if isinstance(value, list | tuple):
        kind = "tuple" if isinstance(value, tuple) else "list"
        if any(item is None for item in value):
            return (
                f"{titled(name)} is a {kind} with None in it, and an array of numbers was expected."
            )
        unlike = "its elements are not numbers, or not of one shape"
        return f"{titled(name)} is a {kind} of {len(value)}, and one array was expected: {unlike}."
    if isinstance(value, int):
        return f"{titled(name)} is an integer that is too large for an array."
    if isinstance(value, complex | np.complexfloating):
        return f"{titled(name)} is a complex number, and real numbers were expected."
    described = getattr(type(value), "__described__", None)
    if callable(described):  # a stand-in for an object that lives elsewhere
        return f"{titled(name)} is {described(value)}, and an array was expected."
    return f"{titled(name)} is an object of type {type(value).__name__}, and an array was expected."


def check_shape(array: object, shape: tuple[int, ...], name: str) -> None:
    """Require a shape; one that would only broadcast to it is wrong.

    Raises
    ------
    CheckFailed
        Kind ``shape``, or ``not an array``.
    """
    found = as_array(array, name).shape
    if found == shape:
        return
    if isinstance(array, tuple) and array and isinstance(array[0], np.ndarray):
        text = f"{titled(name)} is a tuple of {len(array)}, and one array was expected"
        text += ": is there a comma at the end of its line?" if len(array) == 1 else "."
        _fail("not an array", name, text)
    text = f"{titled(name)} has shape {found}, expected {shape}{_shape_hint(found, shape)}."
    raise CheckFailed(
        Mismatch(kind="shape", array=written(name), message=text, returned=found, expected=shape)
    )


def _shape_hint(found: tuple[int, ...], expected: tuple[int, ...]) -> str:
    if found == expected[::-1]:
        return ": it is transposed"
    # A single number in place of one in an array: nobody knows how many there should have been.
    if found and [n for n in found if n != 1] == [n for n in expected if n != 1]:
        if len(found) == len(expected):
            return ": the axis of size 1 is in the wrong place"
        missing = len(expected) - len(found)
        axes = "an axis" if abs(missing) == 1 else f"{abs(missing)} axes"
        return f": {axes} of size 1 {'is' if abs(missing) == 1 else 'are'} " + (
            "missing" if missing > 0 else "too many"
        )
    return ""


def check_float64(array: object, name: str) -> None:
    """Require dtype float64, in either byte order.

    Raises
    ------
    CheckFailed
        Kind ``dtype``, or ``not an array``.
    """
    dtype = as_array(array, name).dtype
    if dtype.type is np.float64:
        return
    text = f"{titled(name)} has dtype {dtype}, expected float64."
    if dtype.kind in "iu":
        text = f"{titled(name)} has dtype {dtype}, expected float64: integers cut off the fraction."
    raise CheckFailed(
        Mismatch(
            kind="dtype", array=written(name), message=text, returned=str(dtype), expected="float64"
        )
    )


def relative_tolerance(dtype: np.dtype[np.generic]) -> float:
    """Return the error that is allowed relative to the scale, for a result of `dtype`.

    It is 2e-6, or 32 units of single precision where the dtype is a float of lower precision.
    """
    if dtype is _FLOAT64 or dtype.kind != "f":
        return RELATIVE_TOLERANCE
    # Half precision gets no more than single: 3 % would hide a real mistake.
    coarsest = float(np.finfo(np.float32).eps)
    return max(RELATIVE_TOLERANCE, 32 * min(float(np.finfo(str(dtype)).eps), coarsest))


def as_float64(array: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the numbers of a real array as float64, without a copy where they are."""
    if array.dtype is _FLOAT64:
        return array  # type: ignore[return-value]
    with np.errstate(all="ignore"):
        return array.astype(np.float64)


def check_values(
    returned: object,
    expected: object,
    name: str,
    *,
    error: float | NDArray[np.float64] = 0.0,
    scale: float | None = None,
) -> None:
    """Require the shape and the numbers of `expected`.

    Parameters
    ----------
    returned
        What the student's function returned.
    expected
        The right values: a finite real array, or a scalar.
    name
        What the student calls the array.
    error
        The estimated absolute error of `expected`, one for all or one for each element; the
        tolerance widens by it.
    scale
        What errors are measured against, if it is larger than the largest element: the size of
        the terms where they cancel.

    Raises
    ------
    CheckFailed
        Kind ``not an array``, ``shape``, ``not finite`` or ``numbers differ``. An element is off
        by more than ``error + 2e-6 * max(|expected|)``, over all elements; where `returned` is
        of lower precision, 2e-6 becomes 32 units of its rounding.
    """
    array = as_array(returned, name)
    due = as_float64(np.asarray(expected))
    if array.shape != due.shape:
        check_shape(returned, due.shape, name)
    numbers_ = as_float64(array)
    with np.errstate(all="ignore"):
        deviation = np.abs(numbers_ - due)
        size = float(np.maximum.reduce(np.abs(due), axis=None, initial=0.0))
        allowed = relative_tolerance(array.dtype) * (size if scale is None else max(size, scale))
        if type(error) is float:
            # A NaN compares false, so all that is not finite leaves this short way too.
            if np.maximum.reduce(deviation, axis=None, initial=0.0) <= allowed + error < np.inf:
                return
        elif bool((deviation <= allowed + error).all()) and allowed < np.inf:
            return
    if not np.isfinite(due).all():  # what is due may be worked out from what was returned
        check_finite(numbers_, name)
        text = (
            f"What {titled(name)} should be follows from other results of yours, and is not finite."
        )
        _fail("not finite", name, text)
    limit = np.broadcast_to(np.asarray(allowed + error, dtype=np.float64), due.shape)
    fail_numbers(numbers_, due, limit, name, accuracy=error)


def fail_numbers(
    returned: NDArray[np.float64],
    expected: NDArray[np.float64],
    limit: NDArray[np.float64],
    name: str,
    *,
    accuracy: float | NDArray[np.float64],
    wanted: str = "",
) -> NoReturn:
    """Say which element is furthest off; all arrays have one shape, `limit` is what is allowed.

    `wanted` takes the place of "expected 1.0" in the message.
    """
    check_finite(returned, name)
    with np.errstate(all="ignore"):
        excess = np.abs(returned - expected) - limit
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(excess)), excess.shape))
    errors = np.broadcast_to(np.asarray(accuracy, dtype=np.float64), excess.shape)
    comparison = Comparison(returned, expected, returned.shape)
    raise CheckFailed(
        numbers_mismatch(
            name,
            index,
            float(returned[index]),
            float(expected[index]),
            wanted=wanted,
            accuracy=float(errors[index]),
            elements=picture(excess > 0),
            diagnosis=told(explain([comparison]), comparison),
            window=window(returned, expected, index),
        ),
        comparison,
    )


def numbers_mismatch(
    name: str,
    index: tuple[int, ...],
    returned: float,
    expected: float,
    *,
    wanted: str = "",
    accuracy: float = 0.0,
    elements: tuple[str, ...] = (),
    diagnosis: str = "",
    window: Window | None = None,
) -> Mismatch:
    """Describe a wrong number; `wanted` takes the place of "expected 1.0" in the message."""
    texts = numbers(returned, expected)
    return Mismatch(
        kind="numbers differ",
        array=written(name),
        message=f"{titled(name, index)} is {texts[0]}, {wanted or 'expected ' + texts[1]}.",
        index=index,
        returned=returned,
        expected=expected,
        accuracy=accuracy,
        elements=elements,
        diagnosis=diagnosis,
        window=window,
    )


def check_finite(array: NDArray[np.float64], name: str) -> None:
    """Require that no element is NaN or infinite.

    Raises
    ------
    CheckFailed
        Kind ``not finite``, with the first such element.
    """
    wrong = ~np.isfinite(array)
    if not wrong.any():
        return
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(wrong)), array.shape))
    text = f"{titled(name, index)} is {number(float(array[index]))}, not a finite number."
    raise CheckFailed(
        Mismatch(
            kind="not finite",
            array=written(name),
            message=text,
            index=index,
            returned=plain(float(array[index])),
            elements=picture(wrong),
            window=window(array, None, index),
        )
    )


def _fail(kind: Kind, name: str, message: str) -> NoReturn:
    raise CheckFailed(Mismatch(kind=kind, array=written(name), message=message))
