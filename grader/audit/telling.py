"""An input on which a wrong version differs, as a program to run beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.grading.literals import comment
from grader.grading.shrinking import arrays_in
from grader.grading.snippet import snippet
from grader.sandbox.client.codec import values_in
from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.remote import Call
from grader.sandbox.client.scripts import Program
from grader.sandbox.protocol.frames import ProtocolError

LINES = 40
"""So many lines of a program are shown."""

NOISE = 1e-13
"""Where an array is smaller than the arguments by such a factor, it may be rounding and no more."""


def told(
    calls: Sequence[Call | Program],
    parameters: Mapping[str, tuple[str, ...]],
    answer: Any,
    request: bytes,
) -> str:
    """Return calls as a program, what the solution returned, and what the wrong version did.

    Parameters
    ----------
    calls
        Those to make, in order.
    parameters
        The names of positional parameters, by the names of functions.
    answer, request
        What came of the last one in the wrong version.
    """
    text = snippet(calls, dict(parameters)) or "\n".join(_described(call) for call in calls)
    lines = text.splitlines()
    if len(lines) > LINES:
        lines = [*lines[:LINES], "# …"]
    return "\n".join([*lines, *comment("but the wrong version: ", _value(answer, request))])


def is_finite(answer: bytes) -> bool:
    """Whether all numbers of an answer are finite."""
    try:
        return all(np.isfinite(one).all() for one in arrays_in(values_in(answer)))
    except ProtocolError:
        return False


def is_resolved(answer: bytes, magnitude: float) -> bool:
    """Whether no array of an answer is so small that rounding may have made all of it.

    Where everything cancels, what is left is noise: right ways to compute it differ there.

    Parameters
    ----------
    answer
        The frame of the answer.
    magnitude
        That of the largest argument.
    """
    sizes = (np.abs(one.astype(float)).max(initial=0.0) for one in arrays_in(values_in(answer)))
    return not any(0.0 < size < NOISE * magnitude for size in sizes)


def _value(answer: Any, request: bytes) -> Any:
    """Return what a wrong version answered, as far as it can be shown."""
    if isinstance(answer, StudentError):
        return _Text(str(answer))
    frame = answer if isinstance(answer, bytes) else answer.answer(request)
    try:
        result, *after = values_in(frame)
    except ProtocolError:
        return _Text("nothing that can be read")
    if result is None and after:
        return list(after)
    return result


class _Text:
    """A sentence in the place of a value."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _described(call: Call | Program) -> str:
    """Return a call that is too large to be written down: the shapes of its arguments."""
    if isinstance(call, Program):
        return f"# a script that calls {', '.join(dict.fromkeys(call.functions))}"
    return f"# {call.name}({', '.join(map(_shape, call.arguments))})"


def _shape(value: Any) -> str:
    if isinstance(value, np.ndarray):
        largest = float(np.abs(value).max(initial=0.0))
        return f"{value.dtype} array of shape {value.shape}, largest {largest:.3g}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_shape, value))}]"
    return repr(value)
