"""The domain of a task's functions, and which part of it no example ever reached."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.audit.asking import Asked
from grader.sandbox.client.codec import labels
from grader.sandbox.client.remote import Call
from grader.sandbox.client.scripts import Program
from grader.sandbox.protocol.values import Handle

SIZES = {
    "one element": (1, 1),
    "2 to 30 elements": (2, 30),
    "more than 30 elements": (31, math.inf),
}
SCALES = {
    "below 1e-3": (0.0, 1e-3),
    "around 1": (1e-3, 1e3),
    "above 1e3": (1e3, math.inf),
}
"""Of the largest magnitude of an array."""


FAINTEST, LARGEST = 1e-9, 1e9
"""An array whose largest magnitude is outside of that is no input that anybody meant."""


def is_meant(one: Asked) -> bool:
    """Whether a call has numbers of magnitudes that a recipe widens to, and not by accident."""
    return all(
        FAINTEST <= size <= LARGEST
        for _, arguments in _called([one])
        for value in arguments
        for array in _arrays(value)
        if (size := float(np.abs(array).max(initial=0.0)))
    )


def unreached(
    calls: Iterable[Asked], parameters: Mapping[str, Sequence[str]], stated: str
) -> dict[str, list[str]]:
    """Return, for each argument of each function, what no call had: ``Layer.forward: x``.

    Parameters
    ----------
    calls
        All that the checks asked.
    parameters
        The names of the parameters of the functions.
    stated
        The solution's source: what its docstrings say of dtypes and dimensions.
    """
    seen: dict[str, set[str]] = {}
    for function, arguments in _called(calls):
        for name, value in zip(parameters.get(function, ()), arguments, strict=False):
            for array in _arrays(value):
                seen.setdefault(f"{function}: {name}", set()).update(_traits(array))
    integers = "int64" in stated
    return {
        name: missing
        for name, traits in seen.items()
        if (missing := [one for one in _expected(traits, integers=integers) if one not in traits])
    }


def called(calls: Iterable[Asked]) -> set[str]:
    """Return the names of all functions that are called."""
    return {name for one in calls for name in one.call.functions}


def _called(calls: Iterable[Asked]) -> Iterator[tuple[str, Sequence[Any]]]:
    for one in calls:
        if isinstance(one.call, Call):
            yield one.call.called()
        else:
            yield from _steps(one.call)


def _steps(program: Program) -> Iterator[tuple[str, Sequence[Any]]]:
    for step, label in zip(program.steps, labels(program.steps), strict=True):
        if step[0] == "call":
            yield label, [_value(argument, program.steps) for argument in step[3]]


def _value(argument: Any, steps: Sequence[Sequence[Any]]) -> Any:
    if isinstance(argument, Handle):
        kind, value, *_ = steps[argument.number]
        return value if kind == "value" else None
    return argument


def _arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _arrays(one)


def _traits(array: np.ndarray[Any, Any]) -> Iterator[str]:
    """Yield all that an array reaches of the domain."""
    yield f"{array.ndim} dimensions"
    yield from (name for name, (low, high) in SIZES.items() if low <= array.size <= high)
    size = float(np.abs(array).max(initial=0.0))
    yield from (name for name, (low, high) in SCALES.items() if low <= size < high and size)
    if array.size:
        zeros = array == 0
        yield "a zero" if zeros.any() else "no zero"
        if zeros.all():
            yield "zeros only"
        if (array < 0).any():
            yield "a negative number"
    yield {"i": "integers", "f": "floats"}.get(array.dtype.kind, "other numbers")
    if array.ndim and array.size > 1:
        yield _layout(array)
    if array.ndim == 2:
        rows, columns = array.shape
        yield "as many rows as columns" if rows == columns else "rows and columns that differ"
    if not array.flags.writeable:
        yield "read-only"


def _layout(array: np.ndarray[Any, Any]) -> str:
    if array.flags.c_contiguous:
        return "C order"
    if array.flags.f_contiguous:
        return "Fortran order"
    return "a view with gaps or backwards"


def _expected(traits: set[str], *, integers: bool) -> list[str]:
    """Return what an argument should have had, by what is known of it."""
    dimensions = [int(one.split()[0]) for one in traits if one.endswith(" dimensions")]
    due = [*SIZES, *SCALES, "a zero", "no zero", "a negative number", "C order"]
    if max(dimensions) >= 2:
        due += ["Fortran order", "as many rows as columns", "rows and columns that differ"]
    due += ["a view with gaps or backwards", "read-only"]
    return [*due, *(["integers"] if integers else [])]
