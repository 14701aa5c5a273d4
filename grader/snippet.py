"""A failing example as Python that a student can paste beside their file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.student.arrays import Array
from grader.student.remote import Call, RemoteObject
from grader.student.values import Foreign, Handle

MAX_ELEMENTS = 200
MAX_PARTS = 8
MAX_LINES = 40
_WIDTH = 76


def snippet(calls: Sequence[Call], parameters: dict[str, tuple[str, ...]]) -> str:
    """Return a program that repeats `calls` and prints their results, and what they were.

    Parameters
    ----------
    calls
        Calls of functions of one module or several, in order.
    parameters
        For each function the names of its positional parameters.

    Returns
    -------
    str
        Python source without a newline at the end; empty if there is nothing to show, or if an
        argument is no array or too large to be read.
    """
    if not calls or not all(_showable(argument) for call in calls for argument in call.arguments):
        return ""
    lines = ["import numpy as np"]
    for module in dict.fromkeys(call.module for call in calls):
        names = dict.fromkeys(call.name for call in calls if call.module == module)
        lines.append(f"from {module} import {', '.join(names)}")
    lines.append("")
    current: dict[str, Array] = {}
    for call in calls:
        arguments = parameters[call.name]
        for name, argument in zip(arguments, call.arguments, strict=True):
            if name not in current or not _identical(current[name], argument):
                lines += _assignment(name, argument)
                current[name] = argument
        lines.append(f"print({call.name}({', '.join(arguments)}))")
        if call.answer is not None:
            lines += _comment("returned: ", call.answer.result)
    return "\n".join(lines)


def _showable(argument: Any) -> bool:
    return isinstance(argument, np.ndarray) and argument.size <= MAX_ELEMENTS


def _identical(first: Array, second: Array) -> bool:
    return (
        first.dtype == second.dtype
        and first.strides == second.strides
        and first.flags.writeable == second.flags.writeable
        and first.shape == second.shape
        and first.tobytes() == second.tobytes()
    )


def _assignment(name: str, array: Array) -> list[str]:
    """Return the lines that make an array with these elements and this memory layout."""
    flipped = ", ".join("::-1" if stride < 0 else ":" for stride in array.strides)
    if array.size < 2 or array.flags.c_contiguous:
        text = _literal(array)
    elif any(stride < 0 for stride in array.strides):
        backwards = array[tuple(slice(None, None, -1 if s < 0 else 1) for s in array.strides)]
        text = f"{_literal(backwards)}[{flipped}]"
    elif array.flags.f_contiguous:
        text = f"np.asfortranarray({_literal(array)})"
    else:
        text = f"np.repeat({_literal(array)}, 2, axis=-1)[..., ::2]"
    lines = f"{name} = {text}".splitlines()
    return lines if array.flags.writeable else [*lines, f"{name}.flags.writeable = False"]


def _literal(array: Array) -> str:
    values = repr(array.tolist())
    dtype = "" if array.dtype in (np.float64, np.int64, np.bool_) else f", dtype=np.{array.dtype}"
    if array.ndim > 1 and len(values) > _WIDTH:
        rows = ",\n    ".join(repr(row) for row in array.tolist())
        values = f"[\n    {rows},\n]"
    return f"np.array({values}{dtype})"


def _comment(label: str, value: Any) -> list[str]:
    """Return what a call returned as comment lines."""
    if isinstance(value, np.ndarray) and value.size > MAX_ELEMENTS:
        text = f"an array of shape {value.shape}"
    elif isinstance(value, np.ndarray):
        text = np.array2string(value, separator=", ", max_line_width=_WIDTH)
    elif isinstance(value, tuple | list):
        parts = [line for element in value[:MAX_PARTS] for line in _comment("", element)]
        more = ["# …"] if len(value) > MAX_PARTS or len(parts) > MAX_LINES else []
        kind = f"a {type(value).__name__} of {len(value)}"
        return [f"# {label}{kind}:", *parts[:MAX_LINES], *more]
    elif isinstance(value, Foreign | RemoteObject | Handle):
        text = getattr(value, "description", "an object")
    else:
        text = repr(value)[:_WIDTH]
    first, *rest = text.splitlines() or [""]
    return [f"# {label}{first}", *(f"# {' ' * len(label)}{line}" for line in rest)]
