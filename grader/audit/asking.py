"""What checks ask of a submission for an example: requests, and the calls that they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np

from grader.authoring.arguments import check_pure
from grader.authoring.drawing import LAYOUTS
from grader.authoring.task import Check
from grader.sandbox.client.remote import Call, RemoteFunction, Student, module_of, script
from grader.sandbox.client.scripts import Program

ProbedEach = 4
"""One in so many calls is made in other ways, too: in other layouts, and among other calls."""


class Asked(NamedTuple):
    """A request, and what it is: a call or a script, with what the solution answered."""

    request: bytes
    call: Call | Program


class _Noted(list[Any]):
    """A list of calls that knows how many requests were logged when each was begun."""

    def __init__(self, log: Sequence[bytes]) -> None:
        super().__init__()
        self._log = log
        self.begun: list[tuple[int, Any]] = []

    def append(self, call: Any) -> None:
        """Note a call."""
        self.begun.append((len(self._log), call))
        super().append(call)


def asked(check: Check, solution: Student, examples: Iterable[Any]) -> list[Asked]:
    """Return what a check asks of the solution for each of some examples, whatever comes of it."""
    with _noting(solution) as noted:
        for example in examples if check.given else [()]:
            with suppress(Exception), np.errstate(all="ignore"):
                check.apply(solution, solution, *([example] if check.given else []))
        return noted.told()


def asked_otherwise(calls: Sequence[Asked], solution: Student) -> list[Asked]:
    """Return some calls made in other ways: layouts, integers, read-only, among other calls.

    What is promised of every function is asked for here, whether or not a check of the course
    asks for it.
    """
    plain = [one.call for one in calls if isinstance(one.call, Call)][::ProbedEach]
    last: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    with _noting(solution) as noted:
        for call in plain:
            function = getattr(solution, call.name)
            for layout in LAYOUTS.values():
                with suppress(Exception):
                    function.in_place(*(_laid_out(one, layout) for one in call.arguments))
            with suppress(Exception):
                function(*map(_as_integers, call.arguments))
            with suppress(Exception):
                _write_into_the_result(function, call.arguments)
            key = call.name, *map(_kind, call.arguments)
            if key in last:
                with suppress(Exception), np.errstate(all="ignore"):
                    check_pure(function, call.arguments, last[key])
            last[key] = call.arguments
        return noted.told()


def _write_into_the_result(function: RemoteFunction, arguments: Sequence[Any]) -> None:
    """Call a function, write into what it returned, and look at its arguments again."""
    steps = script(function)
    names = [*function.parameters, *(f"argument{n}" for n in range(len(arguments)))]
    given = [steps.value(*pair) for pair in zip(names, arguments, strict=False)]
    result = getattr(steps.student, function.name)(*given)
    result.put([0], [7.5])
    steps.run(*(steps.again(one) for one in given))


def _laid_out(value: Any, layout: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_laid_out(one, layout) for one in value)
    return layout(value.copy()) if isinstance(value, np.ndarray) else value


def _as_integers(value: Any) -> Any:
    """Return an array of whole numbers as integers, and all else as it is."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        whole = np.isfinite(value).all() and (value == np.round(value)).all()
        return value.astype(np.int64) if whole and np.abs(value).max(initial=0) < 1e9 else value
    return value


def _kind(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(map(_kind, value))
    return (value.shape, value.dtype.str) if isinstance(value, np.ndarray) else type(value)


class _noting:  # noqa: N801 - it is used like a function
    """Notes the calls of a submission while something runs."""

    def __init__(self, student: Student) -> None:
        self._module = module_of(student)
        self._log = self._module.session.request_log

    def __enter__(self) -> _noting:
        self._module.forget()
        self._calls = _Noted(self._log)
        self._before, self._module.calls = self._module.calls, self._calls
        return self

    def __exit__(self, *_: object) -> None:
        self._module.calls = self._before

    def told(self) -> list[Asked]:
        """Return the requests so far, each once."""
        begun = self._calls.begun
        ends = [*(number for number, _ in begun), len(self._log)][1:]
        found = {
            self._log[start]: call
            for (start, call), end in zip(begun, ends, strict=True)
            if end > start and call.answered
        }
        return [Asked(request, call) for request, call in found.items()]
