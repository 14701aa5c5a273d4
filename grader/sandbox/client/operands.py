"""What an exception was about, in the student's words: the part of the line, and its shapes.

Python and NumPy say what they could not do: "Input operand 1 has a mismatch in its core dimension".
A worker adds which part of the line that was, and what its names held. All of it is the student's
to forge: texts are cut, and whatever is no list of sizes is no shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from grader.sandbox.protocol.texts import printable

MAX_TEXT = 100
MAX_PARTS = 6
MAX_DIMENSIONS = 8

Shape = tuple[int, ...]


class Operand(msgspec.Struct, frozen=True):
    """A part of an expression: its text, and what was found of its value."""

    text: str
    shape: Shape | None = None
    kind: str = ""
    length: int | None = None
    keys: tuple[str, ...] = ()
    items: Shape | None = None
    origin: str = ""

    @property
    def is_none(self) -> bool:
        """Whether it is known to be None."""
        return self.kind == "NoneType"

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it but its text."""
        return self.shape is not None or bool(self.kind)

    @property
    def size(self) -> str:
        """Its shape as a sentence says it."""
        if self.shape is None:
            return "a number" if self.kind == "number" else "something"
        return shown(self.shape)


class Failed(msgspec.Struct, frozen=True):
    """The part of a line that failed.

    Attributes
    ----------
    text
        The expression.
    operation
        A sign, ``call``, ``[]``, ``[]=``, ``.``, ``for``, ``unpack``; empty where nothing is known.
    callee
        What is called.
    operands
        What it worked on.
    """

    text: str = ""
    operation: str = ""
    callee: str = ""
    operands: tuple[Operand, ...] = ()

    @classmethod
    def parse(cls, fields: dict[str, Any]) -> Failed:
        """Return what a worker's report says of it, as hostile as it may be."""
        operands = fields.get("operands")
        parts = operands[:MAX_PARTS] if isinstance(operands, list) else []
        return cls(
            printable(fields.get("expression"), 2 * MAX_TEXT),
            printable(fields.get("operation"), 10),
            printable(fields.get("callee"), MAX_TEXT),
            tuple(_operand(part) for part in parts),
        )

    @property
    def shapes(self) -> list[Shape]:
        """The shapes of the operands, if all are known; a number has one of no axes."""
        found = [() if one.kind == "number" else one.shape for one in self.operands]
        return [] if None in found else [one for one in found if one is not None]


def _operand(part: Any) -> Operand:
    match part:
        case [str(text), dict(known)]:
            keys = known.get("keys")
            length = known.get("length")
            return Operand(
                printable(text, MAX_TEXT),
                _shape(known.get("shape")),
                printable(known.get("type"), MAX_TEXT),
                length if type(length) is int and 0 <= length < 10**12 else None,
                tuple(printable(key, 40) for key in keys[:MAX_PARTS])
                if isinstance(keys, list)
                else (),
                _shape(known.get("items")),
                printable(known.get("from"), MAX_TEXT),
            )
        case [str(text), *_]:
            return Operand(printable(text, MAX_TEXT))
    return Operand("")


def _shape(value: Any) -> Shape | None:
    if not isinstance(value, list) or len(value) > MAX_DIMENSIONS:
        return None
    fine = all(type(size) is int and 0 <= size < 10**12 for size in value)
    return tuple(value) if fine else None


def shown(shape: Shape) -> str:
    """Return a shape as a sentence says it."""
    return str(shape) if shape else "a number"


def parsed(text: str) -> Shape:
    """Return the shape that a message of NumPy's shows."""
    return tuple(int(size) for size in re.findall(r"\d+", text)[:MAX_DIMENSIONS])


def listed(texts: Sequence[str]) -> str:
    """Return several texts as a sentence lists them; there is at least one."""
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


Table = tuple[tuple[str, Callable[[Failed, "re.Match[str]"], tuple[str, str] | None]], ...]
"""How messages of Python and NumPy begin, and what says it in the student's words."""
