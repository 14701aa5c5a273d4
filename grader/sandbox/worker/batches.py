"""Requests that are told once and answered by many processes; a part of the worker.

A fork server reads them before it forks: each fork has the arguments in memory already, and in
memory of its own, as the fork is a copy. A fork shares each page of memory with the server until
one of them writes to it, which copies the page. So little is kept of a request, and nothing freed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from grader.sandbox.protocol.arrays import Array
from grader.sandbox.protocol.frames import parse_frame
from grader.sandbox.protocol.values import Reader


def make_ready(frames: Iterable[bytes]) -> list[Ready]:
    """Return requests that are read, from their frames."""
    shared: dict[str, dict[str, Any]] = {}
    return [Ready(frame, shared) for frame in frames]


class Ready(Reader):
    """A request of which the arrays are there; each may be read once, as code may change it.

    Parameters
    ----------
    frame
        The request.
    shared
        Headers of other requests: equal ones become the same.

    Attributes
    ----------
    header
        Its header; of a call whose arguments were read it has their number only.
    complete
        Whether the arguments of a call were read. Where one is an object that the process keeps,
        it has to be looked up in time.
    """

    __slots__ = ("_arguments", "_arrays", "complete", "header")

    def __init__(self, frame: bytes, shared: dict[str, dict[str, Any]]) -> None:
        _, self.header, body = parse_frame(frame)
        super().__init__(body, _no_handle, own=True)
        self._arrays: dict[int, Array] = {}
        self._prepare(self.header)
        self._body = b""
        self._arguments: list[Any] = []
        self.complete = b'"handle"' not in frame and self.header["op"] == "call"
        if self.complete:
            self._arguments = super().arguments(self.header["args"])
            self._arrays = _NONE
            header = self.header | {"args": [None] * len(self._arguments)}
            self.header = shared.setdefault(repr(header), header)

    def for_handles(self, handle: Callable[[int, str], Any]) -> Ready:
        """Return the request itself, with what a handle's number becomes."""
        self._handle = handle
        return self

    def arguments(self, nodes: list[Any]) -> list[Any]:
        """Return the values of the arguments of a call.

        They are kept to the end of the process: to free an object writes to its page of memory.
        """
        return self._arguments if self.complete else super().arguments(nodes)

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


_NONE: dict[int, Array] = {}


def _no_handle(number: int, _: str) -> Any:
    raise LookupError(f"nothing is kept under the number {number} yet")
