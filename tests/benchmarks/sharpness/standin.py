"""The stand-in for the student: functions of this process that are right, or nearly so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from grader.authoring import Check, Task
from grader.checking import CheckFailed
from grader.sandbox.client.codec import Answer, labels
from grader.sandbox.client.scripts import Script
from grader.sandbox.protocol import tree
from grader.sandbox.protocol.values import Foreign, Handle

Function = Callable[..., Any]
Array = np.ndarray[Any, np.dtype[Any]]
Correct = Mapping[str, Sequence[Function]]
"""For each function of an assignment, correct implementations that are rounded differently."""

VERSIONS = 4
"""How many there are of each."""


class Place(NamedTuple):
    """An element of an array that a call returned."""

    function: str
    arguments: tuple[Any, ...]
    """The call, as something that can be compared."""
    array: int
    element: int


class Outcome(NamedTuple):
    """What a call came to: what was returned, and the arguments afterwards."""

    result: Any
    after: list[Any]

    @property
    def arrays(self) -> list[Array]:
        """The arrays that a check looks at: of the result, or of a first argument in its place."""
        if self.result is None:
            return list(self.after[0])
        return list(self.result) if type(self.result) is tuple else [self.result]

    def with_array(self, place: int, array: Array) -> Outcome:
        """Return the outcome with another array in one place."""
        arrays = self.arrays
        arrays[place] = array
        if self.result is None:
            return Outcome(None, [arrays, *self.after[1:]])
        return Outcome(tuple(arrays) if type(self.result) is tuple else array, self.after)


class StandIn:
    """What a check gets in place of a `grader.sandbox.client.remote.Student`.

    Parameters
    ----------
    task
        The task, for the names of its functions and their parameters.
    correct
        Correct implementations of each function.
    version
        Which of them answer.

    Attributes
    ----------
    results
        What all calls so far came to, when they were right.
    names
        For the scripts among them, what their results are called.
    """

    def __init__(self, task: Task, correct: Correct, version: int = 0) -> None:
        self._functions = task.functions
        self._correct = correct
        self._version = version
        self._planted: tuple[Place, float] | None = None
        self.results: dict[tuple[str, tuple[Any, ...]], Outcome] = {}
        self.names: dict[tuple[str, tuple[Any, ...]], list[str]] = {}

    def plant(self, place: Place, error: float) -> None:
        """From now on return that element with `error` added."""
        self._planted = place, error

    def __getattr__(self, name: str) -> StandInFunction:
        if name not in self._functions:
            raise AttributeError(name)
        return StandInFunction(self, name, self._functions[name].parameters)

    def answer(self, name: str, arguments: tuple[Any, ...]) -> Outcome:
        """Return what a call of a student's function comes to."""
        key = name, _key(arguments)
        if key not in self.results:
            function = self._correct[name][self._version]
            given = tree.map(_copied, list(arguments))
            self.results[key] = Outcome(*tree.map(_plain, [function(*given), given]))
        return self._with_planted(key)

    def __script__(self) -> Script:
        """Begin a script, which runs in this process."""
        return Script(self, "", [])

    def run(self, module: str, steps: list[list[Any]], want: list[int]) -> list[Any]:
        """Return what a script tells."""
        key = "run", _key([module, steps, want])
        if key not in self.results:
            paths = labels(steps)
            told = follow(steps, lambda name: self._correct[name][self._version])
            self.results[key] = Outcome(tuple(told[number] for number in want), [])
            self.names[key] = [paths[number] or "an argument" for number in want]
        return list(self._with_planted(key).result)

    def _with_planted(self, key: tuple[str, tuple[Any, ...]]) -> Outcome:
        outcome = self.results[key]
        if self._planted is None or self._planted[0][:2] != key:
            return outcome
        place, error = self._planted
        wrong = outcome.arrays[place.array].astype(np.float64)
        wrong.reshape(-1)[place.element] += error
        return outcome.with_array(place.array, wrong)


class StandInFunction:
    """What a check gets in place of a `grader.sandbox.client.remote.RemoteFunction`."""

    def __init__(self, student: StandIn, name: str, parameters: tuple[str, ...]) -> None:
        self._student = student
        self.name = name
        self.parameters = parameters

    def __call__(self, *arguments: Any) -> Any:
        """Return the result."""
        return self._student.answer(self.name, arguments).result

    def in_place(self, *arguments: Any) -> Answer:
        """Return the result and the arguments afterwards."""
        outcome = self._student.answer(self.name, arguments)
        return Answer(outcome.result, outcome.after, [False for _ in arguments])

    fresh = in_place

    def __script__(self) -> Script:
        """Begin a script that may call it more than once."""
        return self._student.__script__()


def follow(steps: list[list[Any]], find: Callable[[str], Any]) -> list[Any]:
    """Do the steps of a script; return what each came to, as it comes out of another process."""
    results: list[Any] = []
    told: list[Any] = []
    for kind, on, *rest in steps:
        target = None if kind == "value" or on is None else results[on]
        if kind == "value":
            result = _given(on, results)
        elif kind in ("call", "get"):
            result = find(rest[0]) if on is None else getattr(target, rest[0])
            if kind == "call":
                result = result(*(_given(argument, results) for argument in rest[1]))
        elif kind == "set":
            result = setattr(target, rest[0], _given(rest[1], results))
        else:
            result = target[rest[0]] if kind == "item" else target
        results.append(result)
        told.append(tree.map(_told, result))
    return told


def _given(value: Any, results: list[Any]) -> Any:
    return tree.map(lambda v: results[v.number] if isinstance(v, Handle) else _copied(v), value)


def _told(value: Any) -> Any:
    numbers = isinstance(value, np.ndarray | np.generic | int | float)
    return np.array(value, order="C") if numbers else Foreign(type(value).__name__, "")


def _key(values: Any) -> Any:
    return tree.fold(values, _comparable, lambda _, parts: tuple(parts))


def _comparable(value: Any) -> Any:
    if isinstance(value, Handle):
        return "handle", value.number
    if isinstance(value, str | None):
        return value
    array = np.asarray(value)
    return array.dtype.str, array.shape, array.strides, array.tobytes()


def _copied(value: Any) -> Any:
    return np.array(value, order="K") if isinstance(value, np.ndarray) else value


def _plain(value: Any) -> Any:
    """Return a value as it comes out of the student's process: arrays in C order."""
    return value if value is None else np.array(value, order="C")


def passes(check: Check, student: StandIn, reference: StandIn, example: Any) -> bool:
    """Run a check on one example, as `grader.grading.runner` does."""
    try:
        with np.errstate(all="ignore"):
            check.apply(student, reference, example)
    except CheckFailed:
        return False
    return True
