"""What the judge sends: values that may be arguments, and the frames of requests with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.sandbox.client.errors import StudentError
from grader.sandbox.protocol.values import Foreign, Handle, TooLarge, Writer


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
