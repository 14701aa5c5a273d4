"""What comes back from a call: checked and taken apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from grader.sandbox.protocol.frames import ProtocolError, parse_frame
from grader.sandbox.protocol.values import Handle, Reader

KEYS = {"result", "after", "rebound"}
"""All that an answer may tell: what nobody asked for would only make the judge work."""


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
    if isinstance(value, list | tuple):
        return any(has_handle(element) for element in value)
    return isinstance(value, Handle)
