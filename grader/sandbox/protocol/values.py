"""The values that travel in a frame, and nothing else.

A value in the header is a JSON scalar, a list, or an object with one of the keys
``tuple``, ``array``, ``handle`` and ``foreign``; the bytes of its arrays follow one another in the
body. No pickle and no evaluation in either direction: each side takes apart what the other sent
as if it were hostile, and raises `ProtocolError` for whatever is not well formed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from grader.sandbox.protocol.arrays import (
    MAX_DIMENSIONS,
    NAMES,
    REAL_DTYPES,
    Array,
    Layout,
    byte_size,
    layout,
    rebuild,
)
from grader.sandbox.protocol.frames import MAX_BODY, MAX_HEADER, PREFIX, ProtocolError
from grader.sandbox.protocol.texts import printable

MAX_DEPTH = 16
MAX_TEXT = 2000
MAX_NAME = 100
MAX_HANDLES = 1 << 32
MAX_ELEMENTS = MAX_HEADER // 4
MIN_INTEGER, MAX_INTEGER = -(2**63), 2**64 - 1

Node = Any
"""A JSON value that stands for a value; see the module's first lines."""


class TooLarge(Exception):
    """A value does not fit into a frame; the text says what it is and what fits."""


class Handle:
    """An object that stays on the student's side, known by number and the name of its type.

    `home` tells whether it still lives: it equals that of the session as long as it does.
    """

    def __init__(self, number: int, type_name: str, home: object = None) -> None:
        self.number = number
        self.type_name = type_name
        self.home = home


class Foreign:
    """What came instead of a value that could travel: the name of its type and what is wrong."""

    def __init__(self, type_name: str, detail: str) -> None:
        self.type_name = type_name
        self.detail = detail

    def __described__(self) -> str:
        """Return what it is, to be read after "it is": ``an array of dtype object``."""
        return self.detail or described(self.type_name)

    @property
    def description(self) -> str:
        """The same."""
        return self.__described__()


_PLAIN = ("class", "dict", "function", "generator", "list", "map", "method", "module", "range")
_KNOWN = {name: f"a {name}" for name in (*_PLAIN, "set", "slice", "tuple", "zip")}
_KNOWN |= {"ndarray": "an array", "str": "text", "bytes": "bytes", "complex": "a complex number"}
_KNOWN |= {"NoneType": "None", "int": "a number", "float": "a number", "bool": "True or False"}
_KNOWN |= {"type": "a class", "builtin_function_or_method": "a function"}


def described(type_name: str) -> str:
    """Return what an object is of which no more than the name of its type is known."""
    if type_name in _KNOWN:
        return _KNOWN[type_name]
    return f"an object of type {type_name}" if type_name else "an object of an unknown type"


class Writer:
    """Turns values into header nodes and collects the bytes of their arrays.

    Parameters
    ----------
    plain
        What to send for a value of any other type than those with a form of their own: a value of
        such a type, a `Handle` or a `Foreign`.

    Attributes
    ----------
    parts
        The bytes of the arrays so far, array by array.
    size
        How many bytes that are.
    """

    __slots__ = ("_elements", "_plain", "parts", "size")

    def __init__(self, plain: Callable[[Any], Any]) -> None:
        self._plain = plain
        self._elements = 0
        self.parts: list[bytes] = []
        self.size = 0

    def answer(self, value: Any) -> dict[str, Any]:
        """Return the header of an answer with nothing but a result.

        It is the very same for arrays, or tuples of arrays, of the same layout.
        """
        several = type(value) is tuple
        arrays = value if several else (value,)
        for array in arrays:
            if type(array) is not np.ndarray or array.dtype not in NAMES:
                return {"result": self.node(value)}
        return _answer(several, tuple([self._collect(array) for array in arrays]))

    def node(self, value: Any, depth: int = 0) -> Node:
        """Return the node of `value`; raises TooLarge when it does not fit into a frame."""
        node = self._known(value, depth)
        if node is not Writer:
            return node
        value = self._plain(value)
        if type(value) is Handle:
            return {"handle": [value.number, value.type_name]}
        if type(value) is Foreign:
            return {"foreign": [value.type_name, value.detail]}
        node = self._known(value, depth)
        if node is Writer:
            raise TooLarge(f"a list or tuple with more than {MAX_DEPTH} others around it")
        return node

    def _known(self, value: Any, depth: int) -> Node:
        """Return the node of a value of one of the fixed exact types, or `Writer` for others."""
        kind = type(value)
        if kind is np.ndarray and value.dtype in NAMES:
            return _array(self._collect(value))
        if value is None or kind is bool or kind is float:
            return value
        if kind is int and MIN_INTEGER <= value <= MAX_INTEGER:
            return value
        if kind is str:
            return value[:MAX_TEXT]
        if kind in (list, tuple) and depth < MAX_DEPTH:
            self._elements += len(value)
            if self._elements > MAX_ELEMENTS:
                raise TooLarge(f"a {kind.__name__} of more than {MAX_ELEMENTS:,} elements")
            nodes = [self.node(element, depth + 1) for element in value]
            return nodes if kind is list else {"tuple": nodes}
        return Writer

    def _collect(self, array: Array) -> Layout:
        """Collect the bytes of an array; return the rest of it."""
        self.size += array.nbytes
        if self.size > MAX_BODY:
            raise TooLarge(
                f"{self.size / 1e6:,.0f} MB of arrays, where {MAX_BODY / 1e6:,.0f} MB may travel"
            )
        self.parts.append(array.tobytes())
        return layout(array)

    def add(self, other: Writer) -> None:
        """Collect the arrays of another writer after the own ones."""
        self.size += other.size
        self.parts += other.parts

    @property
    def weight(self) -> int:
        """About how many bytes of memory wait to be written down."""
        return self.size + 32 * self._elements

    def frame(self, header: dict[str, Any], number: int = 0) -> bytes:
        """Return the whole frame: `header` with the nodes in it, and the arrays' bytes."""
        text = json.dumps(header).encode()
        if len(text) > MAX_HEADER or self.size > MAX_BODY:
            raise TooLarge(f"a value that takes {len(text):,} characters to write down")
        return b"".join([PREFIX.pack(number, len(text), self.size), text, *self.parts])


class Reader:
    """Turns header nodes back into values, with the frame's body for their arrays.

    Parameters
    ----------
    body
        The raw bytes of the frame's arrays.
    handle
        What a handle's number and type name become.
    own
        Whether arrays get memory of their own in the layout that was asked for (the worker), or
        are read-only views in C order (the judge).
    """

    __slots__ = ("_body", "_handle", "_offset", "_own")

    def __init__(self, body: bytes, handle: Callable[[int, str], Any], own: bool) -> None:
        self._body = body
        self._handle = handle
        self._own = own
        self._offset = 0

    @property
    def left(self) -> int:
        """How many bytes of the body belong to no value that was read."""
        return len(self._body) - self._offset

    def arguments(self, nodes: list[Node]) -> list[Any]:
        """Return the values of the arguments of a call."""
        return [self.value(node) for node in nodes]

    def value(self, node: Node, depth: int = 0) -> Any:
        """Return the value that `node` stands for; raises ProtocolError for any other node."""
        kind = type(node)
        if node is None or kind is bool or kind is float:
            return node
        if kind is str:
            return node[:MAX_TEXT]
        if kind is int and MIN_INTEGER <= node <= MAX_INTEGER:
            return node
        if depth > MAX_DEPTH:
            raise ProtocolError("a value is nested too deeply")
        if kind is list:
            return [self.value(element, depth + 1) for element in node]
        if kind is dict and len(node) == 1:
            ((key, content),) = node.items()
            if key == "array":
                return self._array(content)
            if key == "tuple" and type(content) is list:
                return tuple(self.value(element, depth + 1) for element in content)
            if key in ("handle", "foreign"):
                return self._reference(key, content)
        raise ProtocolError("a value of an unknown form")

    def _reference(self, key: str, content: Any) -> Any:
        match content:
            case [int(number), str(type_name)] if key == "handle" and 0 <= number < MAX_HANDLES:
                return self._handle(int(number), printable(type_name, MAX_NAME))
            case [str(type_name), str(detail)] if key == "foreign":
                return Foreign(printable(type_name, MAX_NAME), printable(detail, MAX_NAME))
        raise ProtocolError(f"a malformed {key}")

    def _array(self, content: Any) -> Array:
        if type(content) is not list or len(content) != 4:
            raise ProtocolError("a malformed array")
        name, shape, strides, writable = content
        dtype = REAL_DTYPES.get(name) if type(name) is str else None
        if dtype is None or type(shape) is not list or type(writable) is not bool:
            raise ProtocolError("a malformed array")
        if len(shape) > MAX_DIMENSIONS or not all(type(n) is int and n >= 0 for n in shape):
            raise ProtocolError("an array with a malformed shape")
        size = byte_size(dtype, tuple(shape))
        if size > len(self._body) - self._offset:
            raise ProtocolError("an array larger than its frame")
        data = self._body[self._offset : self._offset + size]
        self._offset += size
        try:
            elements = _elements(data, dtype, shape)
            if not self._own:
                return elements
            return rebuild(elements, None if strides is None else tuple(strides), writable)
        except (ValueError, TypeError, OverflowError) as error:
            raise ProtocolError(f"a malformed array: {error}") from None


def _array(layout: Layout) -> Node:
    return {"array": layout}


@lru_cache(1024)
def _answer(several: bool, layouts: tuple[Layout, ...]) -> dict[str, Any]:
    nodes = [_array(layout) for layout in layouts]
    return {"result": {"tuple": nodes} if several else nodes[0]}


def _elements(data: bytes, dtype: np.dtype[Any], shape: list[int]) -> Array:
    if dtype.kind == "b":  # any byte may arrive, and only 0 and 1 are booleans
        return np.frombuffer(data, np.uint8).reshape(shape).astype(bool)
    return np.frombuffer(data, dtype).reshape(shape)
