"""Several gradients in one result, each of them judged by itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from grader.authoring import (
    CheckFailed,
    Floats,
    Mismatch,
    Raised,
    RemoteFunction,
    RemoteObject,
    check_shape,
    real,
    script,
    several,
)


def by_name(function: RemoteFunction, arguments: Sequence[Any], names: Sequence[str]) -> Any:
    """Return what a function returns; of a dict that has these names, what they lead to.

    Of a tuple in a tuple, which a comma at the end of the line makes, it is the inner one. That a
    tuple was due is for other checks.
    """
    returned = function(*arguments)
    if isinstance(returned, list | tuple) and len(returned) == 1 < len(names):
        (inner,) = returned
        return inner if isinstance(inner, list | tuple) else returned
    if not isinstance(returned, RemoteObject):
        return returned
    steps = script(function)
    found = getattr(steps.student, function.name)(*arguments)
    try:
        return steps.run(*(found[name] for name in names))
    except Raised:
        return returned


def check_among(
    returned: Any, names: Sequence[str], place: int, function: str, compare: Callable[[Any], None]
) -> None:
    """Compare the array of that place, or any other: the right order is for other checks.

    Raises
    ------
    CheckFailed
        What `compare` says of the array of that place, when no array is right; or that there is
        none.
    """
    arrays = list(returned) if isinstance(returned, list | tuple) else []
    failures = []
    for array in [*arrays[place:], *arrays[:place]]:
        try:
            return compare(array)
        except CheckFailed as failure:
            failures.append(failure)
    if place >= len(arrays):
        several(returned, names, function)
    raise failures[0]


def one_of(returned: Any, names: Sequence[str], place: int, function: str) -> Any:
    """Return the array of that place, whether or not the result is of the length that is due.

    Raises
    ------
    CheckFailed
        When it is not there.
    """
    if not isinstance(returned, list | tuple) or place >= len(returned):
        several(returned, names, function)
    return returned[place]


def own(
    returned: Any, names: Sequence[str], place: int, function: str, shape: tuple[int, ...]
) -> Floats:
    """Return one array of a result, of which others should follow: right or not, it is not zero.

    Raises
    ------
    CheckFailed
        When it is not there, has another number of elements, or is zero throughout.
    """
    array = real(one_of(returned, names, place, function), names[place])
    if array.size != math.prod(shape):
        check_shape(array, shape, names[place])
    return nonzero(array.reshape(shape), names[place])


def nonzero(array: Floats, name: str) -> Floats:
    """Return an array that others should follow from; it must not be zero throughout."""
    if not array.any():
        message = f"`{name}` is zero throughout, though there is a gradient to pass on."
        raise CheckFailed(Mismatch(kind="numbers differ", array=name, message=message))
    return array
