"""Requests that are told once and answered by many processes; a part of the worker.

A warm parent reads them before it forks: each fork has the arguments in memory already, and in
memory of its own, as the fork is a copy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.student.arrays import Array
from grader.student.frames import parse_frame
from grader.student.values import Reader


class Ready(Reader):
    """A request of which the arrays are there; each may be read once, as code may change it.

    Parameters
    ----------
    frame
        The request.

    Attributes
    ----------
    header
        Its header.
    """

    def __init__(self, frame: bytes) -> None:
        _, self.header, body = parse_frame(frame)
        super().__init__(body, _no_handle, own=True)
        self._arrays: dict[int, Array] = {}
        self._prepare(self.header)
        self._body = b""
        # Where an argument is an object that the process keeps, it has to be looked up in time.
        ready = b'"handle"' not in frame and self.header["op"] == "call"
        self._arguments = super().arguments(self.header["args"]) if ready else None

    def for_handles(self, handle: Callable[[int, str], Any]) -> Ready:
        """Return the request itself, with what a handle's number becomes."""
        self._handle = handle
        return self

    def arguments(self, nodes: list[Any]) -> list[Any]:
        """Return the values of the arguments of a call, once."""
        if self._arguments is None:
            return super().arguments(nodes)
        arguments, self._arguments = self._arguments, None
        return arguments

    def _prepare(self, node: Any) -> None:
        """Make the arrays in a header, in the order in which their bytes stand in the body."""
        if type(node) is list:
            for element in node:
                self._prepare(element)
        elif type(node) is dict and set(node) == {"array"}:
            self._arrays[id(node["array"])] = super()._array(node["array"])
        elif type(node) is dict:
            for element in node.values():
                self._prepare(element)

    def _array(self, content: Any) -> Array:
        return self._arrays.pop(id(content))


def _no_handle(number: int, _: str) -> Any:
    raise LookupError(f"nothing is kept under the number {number} yet")
