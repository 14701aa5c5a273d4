"""Arrays, numbers and results written down as Python, for programs that a student can run."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from typing import Any

import numpy as np

from grader.sandbox.client.remote import RemoteObject
from grader.sandbox.protocol import tree
from grader.sandbox.protocol.arrays import Array
from grader.sandbox.protocol.values import Foreign, Handle

MAX_ELEMENTS = 200
MAX_PARTS = 8
MAX_LINES = 40
_WIDTH = 76
_NAMED = re.compile(r"\b(?:nan|inf)\b")


def free(name: str, taken: Collection[str]) -> str:
    """Return a name for a variable, which is none of those that are taken."""
    while name in taken:
        name += "_"
    return name


def showable(argument: Any) -> bool:
    """Whether a value is an array, a number or a list of them that can be read."""
    return sum(map(_elements, tree.leaves(argument))) <= MAX_ELEMENTS


def _elements(leaf: Any) -> float:
    """Return how many numbers there are to write down; infinity for what cannot be written."""
    if isinstance(leaf, np.ndarray):
        return leaf.size
    return 1 if isinstance(leaf, int | float) else math.inf


def equal(first: Any, second: Any) -> bool:
    """Whether two arguments are equal numbers, whatever their layout in memory."""
    return tree.match(_equal, first, second)


def _equal(first: Any, second: Any) -> bool:
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        same = first.dtype == second.dtype and first.shape == second.shape
        return same and first.tobytes() == second.tobytes()
    return type(first) is type(second) and first == second


def identical(first: Any, second: Any) -> bool:
    """Whether two arguments are equal and their arrays lie in memory in the same way."""
    return tree.match(_identical, first, second)


def _identical(first: Any, second: Any) -> bool:
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        alike = first.strides == second.strides
        return alike and first.flags.writeable == second.flags.writeable and _equal(first, second)
    return _equal(first, second)


def assignment(name: str, argument: Any) -> list[str]:
    """Return the lines that give a variable this value, arrays in this memory layout."""
    locks = [
        f"{path}.flags.writeable = False"
        for path, leaf in tree.leaves_with_path(argument, name)
        if isinstance(leaf, np.ndarray) and not leaf.flags.writeable
    ]
    return [*f"{name} = {expression(argument)}".splitlines(), *locks]


def expression(argument: Any) -> str:
    """Return an expression for a value, an array in its memory layout."""
    return tree.fold(argument, _leaf, _sequence)


def _leaf(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return _array(value)
    return _numbers(value) if isinstance(value, float) else repr(value)


def _sequence(value: Any, parts: list[str]) -> str:
    first, last = "[]" if isinstance(value, list) else "()"
    if sum(map(len, parts)) < _WIDTH and isinstance(value, list):
        return f"{first}{', '.join(parts)}{last}"
    return "\n".join([first, *(f"    {part}," for part in parts), last])


def _array(array: Array) -> str:
    """Return an expression for an array with these elements and this memory layout."""
    flipped = ", ".join("::-1" if stride < 0 else ":" for stride in array.strides)
    if array.size < 2 or array.flags.c_contiguous:
        return literal(array)
    if any(stride < 0 for stride in array.strides):
        backwards = array[tuple(slice(None, None, -1 if s < 0 else 1) for s in array.strides)]
        return f"{literal(backwards)}[{flipped}]"
    if array.flags.f_contiguous:
        return f"np.asfortranarray({literal(array)})"
    return f"np.repeat({literal(array)}, 2, axis=-1)[..., ::2]"


def literal(array: Array) -> str:
    """Return an expression for an array in C order."""
    values = _numbers(array.tolist())
    dtype = "" if array.dtype in (np.float64, np.int64, np.bool_) else f", dtype=np.{array.dtype}"
    if array.ndim > 1 and len(values) > _WIDTH:
        rows = ",\n    ".join(map(_numbers, array.tolist()))
        values = f"[\n    {rows},\n]"
    return f"np.array({values}{dtype})"


def _numbers(values: Any) -> str:
    """Return an expression for a number or lists of them: NaN and infinity are names of NumPy's."""
    return _NAMED.sub(r"np.\g<0>", repr(values))


def comment(label: str, value: Any) -> list[str]:
    """Return what a call returned as comment lines."""
    if isinstance(value, np.ndarray) and value.size > MAX_ELEMENTS:
        text = f"an array of shape {value.shape}"
    elif isinstance(value, np.ndarray):
        text = np.array2string(value, separator=", ", max_line_width=_WIDTH)
    elif isinstance(value, tuple | list):
        parts = [line for element in value[:MAX_PARTS] for line in comment("", element)]
        more = ["# …"] if len(value) > MAX_PARTS or len(parts) > MAX_LINES else []
        kind = f"a {type(value).__name__} of {len(value)}"
        return [f"# {label}{kind}:", *parts[:MAX_LINES], *more]
    elif isinstance(value, Foreign | RemoteObject):
        text = value.__described__()
    elif isinstance(value, Handle):
        text = "an object"
    else:
        text = repr(value)[:_WIDTH]
    first, *rest = text.splitlines() or [""]
    return [f"# {label}{first}", *(f"# {' ' * len(label)}{line}" for line in rest)]
