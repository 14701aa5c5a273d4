"""The domain of a task's functions, and which part of it no example ever reached."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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


Place = tuple[str, int]
"""A function and one of its arguments."""


def below_zero(calls: Iterable[Asked]) -> set[Place]:
    """Return the arguments that are negative somewhere."""
    return {place for place, array in _placed(calls) if (array < 0).any()}


def is_meant(one: Asked, negative: Collection[Place]) -> bool:
    """Whether a call is one of the task's domain, and not what a recipe was widened to by accident.

    Its numbers have magnitudes that are in use, and are negative only in arguments that are
    negative in examples of the course's, too.
    """
    for place, array in _placed([one]):
        size = float(np.abs(array).max(initial=0.0))
        if size and not FAINTEST <= size <= LARGEST:
            return False
        if place not in negative and (array < 0).any():
            return False
    return True


def magnitude(one: Asked) -> float:
    """Return the largest number, without its sign, among the arguments of a request."""
    return max((float(np.abs(array).max(initial=0.0)) for _, array in _placed([one])), default=0.0)


def _placed(calls: Iterable[Asked]) -> Iterator[tuple[Place, np.ndarray[Any, Any]]]:
    for function, arguments in _called(calls):
        for place, value in enumerate(arguments):
            yield from (((function, place), array) for array in _arrays(value))


def looked_at(calls: Iterable[Asked]) -> tuple[set[str], set[str]]:
    """Return the functions that get arrays, and those of which a result is looked at."""
    takes, returns = set(), set()
    for one in calls:
        takes |= {function for (function, _), _ in _placed([one])}
        if isinstance(one.call, Call):
            answer = one.call.answer
            returns |= {one.call.name} if answer and answer.result is not None else set()
            continue
        names = labels(one.call.steps)
        returns |= {names[n] for n, value in one.call.results.items() if value is not None}
    return takes, returns


def inputs(one: Asked) -> int:
    """Return how many calls of the student's functions a request makes."""
    return max(1, len(one.call.functions))


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
