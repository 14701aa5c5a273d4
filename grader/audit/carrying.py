"""A function of a check file as source that stands on its own, in a submission.

The function is compiled already, and may lean on others, on modules and on what it was made with.
All of that goes along; what cannot, is told.
"""

from __future__ import annotations

import base64
import marshal
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

HEAD = """
import base64 as _base64
import marshal as _marshal
import types as _types

import numpy as np


def _made(code, names, cells, defaults):
    code = _marshal.loads(_base64.b85decode(code))
    cells = tuple(_types.CellType(one) for one in cells)
    return _types.FunctionType(code, {"__builtins__": __builtins__, **names}, "", defaults, cells)

"""


class NotCarried(Exception):
    """What a function leans on cannot go along."""


class Carrier:
    """Writes functions down, each after all that it leans on."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._known: dict[int, str] = {}

    @property
    def source(self) -> str:
        """What makes the functions."""
        return HEAD + "\n".join(self._lines) + "\n"

    def carry(self, function: Callable[..., object]) -> str:
        """Write a function down and return the name that it has there.

        Raises
        ------
        NotCarried
            When it leans on something that is neither a function, nor a module, nor a plain value.
        """
        if id(function) in self._known:
            return self._known[id(function)]
        if not isinstance(function, types.FunctionType):
            raise NotCarried(f"{function!r} is no function of Python's")
        names = {
            name: self._value(function.__globals__[name])
            for name in _globals(function.__code__)
            if name in function.__globals__
        }
        cells = [self._value(cell.cell_contents) for cell in function.__closure__ or ()]
        defaults = self._value(function.__defaults__)
        data = base64.b85encode(marshal.dumps(function.__code__))
        known = ", ".join(f"{name!r}: {value}" for name, value in names.items())
        inside = "".join(f"{cell}, " for cell in cells)
        name = f"_carried_{len(self._known)}"
        self._lines.append(f"{name} = _made({data!r}, {{{known}}}, ({inside}), {defaults})")
        self._known[id(function)] = name
        return name

    def _value(self, value: Any) -> str:
        if isinstance(value, types.FunctionType):
            return self.carry(value)
        if isinstance(value, types.ModuleType):
            return f"__import__({value.__name__!r}, fromlist=['_'])"
        if isinstance(value, np.ndarray):
            return f"np.array({value.tolist()!r})"
        if isinstance(value, tuple) and hasattr(value, "_fields"):  # named: by its names
            fields = zip(value._fields, value, strict=True)
            inside = ", ".join(f"{name}={self._value(one)}" for name, one in fields)
            return f"_types.SimpleNamespace({inside})"
        if isinstance(value, tuple | list):
            inside = "".join(f"{self._value(one)}, " for one in value)
            return f"({inside})" if isinstance(value, tuple) else f"[{inside}]"
        if isinstance(value, bool | int | float | str | bytes | None):
            return repr(value)
        if isinstance(value, type) and value.__module__ == "builtins":
            return value.__name__
        raise NotCarried(f"it leans on {value!r}")


def _globals(code: types.CodeType) -> Iterator[str]:
    """Yield the names that code may look up, inner functions included."""
    yield from dict.fromkeys(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _globals(constant)
