"""Several gradients in one result, each of them judged by itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from grader.authoring import real, several
from grader.checking import CheckFailed, Mismatch, check_shape
from grader.drawing import Floats


def check_among(
    returned: Any, names: Sequence[str], place: int, function: str, compare: Callable[[Any], None]
) -> None:
    """Compare the array of that place, or any other: the right order is for other checks.

    Raises
    ------
    CheckFailed
        What `compare` says of the array of that place, when no array is right.
    """
    arrays = list(returned) if isinstance(returned, list | tuple) else []
    if place >= len(arrays):
        several(returned, names, function)
    failures = []
    for array in [*arrays[place:], *arrays[:place]]:
        try:
            return compare(array)
        except CheckFailed as failure:
            failures.append(failure)
    raise failures[0]


def own(
    returned: Any, names: Sequence[str], place: int, function: str, shape: tuple[int, ...]
) -> Floats:
    """Return one array of a result, of which others should follow: right or not, it is not zero.

    Raises
    ------
    CheckFailed
        When it is not there, has another number of elements, or is zero throughout.
    """
    if not isinstance(returned, list | tuple) or place >= len(returned):
        several(returned, names, function)
    array = real(returned[place], names[place])
    if array.size != math.prod(shape):
        check_shape(array, shape, names[place])
    return nonzero(array.reshape(shape), names[place])


def nonzero(array: Floats, name: str) -> Floats:
    """Return an array that others should follow from; it must not be zero throughout."""
    if not array.any():
        message = f"`{name}` is zero throughout, though there is a gradient to pass on."
        raise CheckFailed(Mismatch(kind="numbers differ", array=name, message=message))
    return array
