"""The codec: from a request to its frame, and from the frame of an answer to values or an error.

Whatever comes back is as hostile as it may be. It is checked here before anything is made of it,
and what makes no sense is a `ProtocolError`. What a request asks for is told in the words of a
sentence for the student, should it fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.messages import lacking, raised
from grader.sandbox.protocol import tree
from grader.sandbox.protocol.frames import PREFIX, ProtocolError, parse_frame, parse_prefix
from grader.sandbox.protocol.values import Foreign, Handle, Reader, TooLarge, Writer

MAX_NAMED = 4
"""How many of a script's functions a sentence names."""

Steps = Sequence[Sequence[Any]]
"""The steps of a script, as `grader.sandbox.worker.worker` describes them."""

KEYS = {"result", "after", "rebound"}
"""All that an answer may tell: what nobody asked for would only make the judge work."""

RESULT = b'{"result"'
"""How the header of an answer begins that has a result."""


class Purpose(msgspec.Struct, frozen=True):
    """What the student's code is asked for.

    Attributes
    ----------
    what
        What is being done, to be read after "while": ```backward```, ``importing task1.py``.
    name
        The name that is asked for: what is not there if something is lacking.
    steps
        For a script, the same of each step.
    """

    what: str
    name: str = ""
    steps: tuple[Purpose, ...] = ()

    def at(self, step: object) -> Purpose:
        """Return the purpose of a step; the whole one for what is the number of none."""
        if type(step) is int and 0 <= step < len(self.steps):
            return self.steps[step]
        return self

    @property
    def parts(self) -> frozenset[str]:
        """All that is being done: what each step does, or the one thing."""
        return frozenset({self.what, *(step.what for step in self.steps)})


def purpose_of(header: Mapping[str, Any]) -> Purpose:
    """Return the purpose of a ``call`` or a ``run`` from the header of its request."""
    if header["op"] == "run":
        return of_steps(header["steps"])
    return Purpose(f"`{header['name']}`", header["name"])


def of_steps(steps: Steps) -> Purpose:
    """Return the purpose of a script."""
    paths = labels(steps)
    each = tuple(_of_step(step, path) for step, path in zip(steps, paths, strict=True))
    called = dict.fromkeys(
        f"`{path}`" for step, path in zip(steps, paths, strict=True) if step[0] == "call"
    )
    return Purpose(_listed(list(called)) or "reading the file", "", each)


def names_in(request: bytes) -> set[str]:
    """Return the names that a request of ours needs its module to define, from its frame."""
    _, size, _ = parse_prefix(request[: PREFIX.size])
    try:  # a check makes hundreds of requests, and this reads them in a tenth of the time
        header = msgspec.json.decode(request[PREFIX.size : PREFIX.size + size])
    except msgspec.DecodeError:  # JSON has no NaN
        _, header, _ = parse_frame(request)
    return required(header)


def required(header: Mapping[str, Any]) -> set[str]:
    """Return the names that a ``call`` or a ``run`` needs its module to define."""
    if header["op"] == "run":
        return {
            step[2] for step in header["steps"] if step[0] in ("call", "get") and step[1] is None
        }
    return {header["name"]}


def labels(steps: Steps) -> list[str]:
    """Return what to call the result of each step, or what it sets: ``Layer.forward``."""
    found: list[str] = []
    for kind, on, *rest in steps:
        owner = "" if kind == "value" or on is None else found[on]
        if kind == "item":
            found.append(f"{owner}[{rest[0]}]")
        elif kind in ("call", "get", "set"):
            found.append(f"{owner}.{rest[0]}" if owner else rest[0])
        else:
            found.append(owner)
    return found


def _of_step(step: Sequence[Any], path: str) -> Purpose:
    kind = step[0]
    if kind == "call":
        return Purpose(f"`{path}`", step[2])
    if kind == "set":
        return Purpose(f"setting `{path}`", step[2])
    name = step[2] if kind == "get" else ""
    return Purpose(f"reading `{path}`" if path else "passing an argument", name)


def _listed(names: list[str]) -> str:
    if len(names) > MAX_NAMED:
        names = [*names[: MAX_NAMED - 1], "others"]
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


def plain_argument(value: Any) -> Any:
    """Return a value in a form that can travel.

    Raises
    ------
    StudentError
        When it is a result of the student's that cannot travel.
    TypeError
        When it can be no argument at all: the mistake is in the check.
    """
    if isinstance(value, Foreign):
        raise StudentError(f"A result that another call should get is {value.description}.")
    if isinstance(value, np.ndarray | np.generic):
        return np.asarray(value)
    raise TypeError(f"a {type(value).__name__} cannot be an argument of the student's code")


def request_frame(
    header: dict[str, Any], key: str, value: Any, plain: Callable[[Any], Any]
) -> bytes:
    """Return the frame of a request with a value under `key`.

    Raises
    ------
    StudentError
        When the value is an earlier result that does not fit into a frame.
    """
    writer = Writer(plain)
    try:
        header[key] = writer.node(value)
        return writer.frame(header)
    except TooLarge as error:
        raise _too_large(header["name"], error) from None


def script_frame(header: dict[str, Any]) -> bytes:
    """Return the frame of a ``run`` request; the last place of each of its steps is a value.

    Raises
    ------
    StudentError
        When a value is an earlier result that does not fit into a frame.
    """
    writer = Writer(_plain_in_script)
    name = "it"
    try:
        steps = []
        for step in header["steps"]:
            name = step[2] if step[0] in ("call", "set") else "it"
            steps.append(_written(step, writer))
        return writer.frame(header | {"steps": steps})
    except TooLarge as error:
        raise _too_large(name, error) from None


def _written(step: Sequence[Any], writer: Writer) -> list[Any]:
    if step[0] == "call":
        return [*step[:3], [writer.node(argument) for argument in step[3]]]
    if step[0] in ("set", "value"):
        return [*step[:-1], writer.node(step[-1])]
    return list(step)


def _plain_in_script(value: Any) -> Any:
    return value if isinstance(value, Handle) else plain_argument(value)


def _too_large(name: str, error: TooLarge) -> StudentError:
    return StudentError(f"`{name}` should get an earlier result, but it is {error}.")


class Answer(msgspec.Struct, frozen=True):
    """What a call came to.

    Attributes
    ----------
    result
        What was returned.
    after
        The objects that were passed, as they look afterwards: of a list, the elements that it held
        when it was passed.
    rebound
        For each argument, whether it is a list that holds other objects now.
    """

    result: Any
    after: list[Any]
    rebound: list[bool] = []


def parse_answer(frame: bytes, handle: Callable[[int, str], Handle], arguments: int) -> Answer:
    """Return what an answer says.

    Parameters
    ----------
    frame
        The answer, as hostile as it may be.
    handle
        Makes the handle of an object from its number and the name of its type.
    arguments
        How many arguments it should tell of.

    Raises
    ------
    ProtocolError
        When it says nothing sensible.
    """
    _, header, body = parse_frame(frame)
    if not header.keys() <= KEYS:
        raise ProtocolError("an answer with more in it than is due")
    reader = Reader(body, handle, own=False)
    after, rebound = header.get("after", []), header.get("rebound", [])
    for told in (after, rebound):
        if type(told) is not list or len(told) != arguments:
            raise ProtocolError("an answer about other arguments")
    answer = Answer(
        reader.value(header.get("result")),
        [reader.value(node) for node in after],
        [value is True for value in rebound],
    )
    if reader.left:
        raise ProtocolError("an answer with more bytes than its arrays have")
    return answer


def values_in(frame: bytes) -> list[Any]:
    """Return the values in an answer that was found to be sound: the result, and the arguments.

    Raises
    ------
    ProtocolError
        When one is an object that stayed on the other side.
    """
    _, header, body = parse_frame(frame)
    reader = Reader(body, _no_handle, own=False)
    return [reader.value(node) for node in [header.get("result"), *header.get("after", [])]]


def _no_handle(_: int, name: str) -> Handle:
    raise ProtocolError(f"an object of type {name}")


def has_handle(value: Any) -> bool:
    """Whether a value is, or holds, an object of the student's."""
    return any(isinstance(leaf, Handle) for leaf in tree.leaves(value))


def problem_of(header: dict[str, Any], purpose: Purpose) -> StudentError | None:
    """Return the error that an answer tells of, if it does."""
    doing = purpose.at(header.get("step"))
    problem: StudentError
    if "raised" in header:
        problem = raised(header["raised"], doing.what)
    elif "lacking" in header:
        problem = lacking(header["lacking"], doing.name)
    else:
        return None
    problem.step = step_of(header, purpose)
    return problem


def step_of(header: dict[str, Any], purpose: Purpose) -> int | None:
    """Return the number of the step that an answer names, if there is such a step."""
    step = header.get("step")
    return step if type(step) is int and purpose.at(step) is not purpose else None


def result_of(answer: bytes, request: bytes) -> bytes | StudentError:
    """Return an answer that has a result, else the error that it tells of."""
    if answer.startswith(RESULT, PREFIX.size):
        return answer
    problem = problem_of(parse_frame(answer)[1], purpose_of(parse_frame(request)[1]))
    if problem is None:
        raise ProtocolError("an answer that says nothing")
    return problem
