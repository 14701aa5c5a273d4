"""What of the student's values can travel, and what became of the arguments of a call.

Runs in the student's process.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from grader.sandbox.protocol import tree
from grader.sandbox.protocol.arrays import REAL_DTYPES
from grader.sandbox.protocol.values import MAX_INTEGER, MIN_INTEGER, Foreign
from grader.sandbox.worker.exceptions import type_name


def real(value: Any) -> Any:
    """Return the numbers of `value` in a form that travels, or None for an object without any."""
    name = type_name(value)
    if isinstance(value, list):
        return list(value)
    if isinstance(value, tuple):
        return tuple(value)
    if isinstance(value, int) and not MIN_INTEGER <= value <= MAX_INTEGER:
        return Foreign(name, f"an integer of {value.bit_length():,} bits")
    array = np.asarray(value)
    if array.dtype.kind in "biuf":
        native = array.astype(array.dtype.newbyteorder("="), copy=False)
        if native.dtype.str in REAL_DTYPES:
            return native
    if isinstance(value, np.ndarray | np.generic):
        return Foreign(name, _unreal(array))
    return None


def contents(argument: Any) -> Any:
    """Return lists and tuples of the same objects, which stay when the student's lists change."""
    return tree.map(lambda leaf: leaf, argument)


def holds(argument: Any, contents: Any) -> bool:
    """Whether an argument is, or its lists still hold, the very objects that were passed."""
    return tree.match(operator.is_, contents, argument, types=True)


def _unreal(array: np.ndarray[Any, Any]) -> str:
    kinds = {"c": "complex numbers", "O": "objects", "U": "text"}
    kind = kinds.get(array.dtype.kind)
    return f"an array of {kind} (dtype {array.dtype})" if kind else f"an array of {array.dtype}"
