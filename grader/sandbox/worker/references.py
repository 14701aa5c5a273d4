"""Which functions of a submission call which others of it; a part of the worker.

Nothing is called: the names that a function's code mentions are looked up where it would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

from grader.sandbox.worker.exceptions import Own

MAX_FUNCTIONS = 200
MAX_REFERENCES = 50


def references(namespace: Mapping[Any, Any], own: Own) -> dict[str, list[list[str]]]:
    """Return for each function and class the submission's functions that its code leads to.

    Parameters
    ----------
    namespace
        The names that a module defines.
    own
        Which files are the submission's.

    Returns
    -------
    dict
        By name, pairs of a function's name and the name of the module that it was defined in.
    """
    told: dict[str, list[list[str]]] = {}
    for name, value in list(namespace.items())[: 10 * MAX_FUNCTIONS]:
        if type(name) is str and (functions := _functions(value)) and len(told) < MAX_FUNCTIONS:
            reached: dict[FunctionType, None] = {}
            for function in functions:
                _follow(function, own, reached)
            others = [f for f in reached if f not in functions][:MAX_REFERENCES]
            told[name[:100]] = [[f.__name__[:100], str(f.__module__)[:100]] for f in others]
    return told


def _functions(value: Any) -> list[FunctionType]:
    """Return a function, or the methods of a class; a class with a metaclass may do anything."""
    if type(value) is FunctionType:
        return [value]
    if type(value) is type:
        return [method for method in vars(value).values() if type(method) is FunctionType]
    return []


def _follow(function: FunctionType, own: Own, reached: dict[FunctionType, None]) -> None:
    """Add to `reached` a function of the submission's and all that it leads to."""
    waiting = [function]
    while waiting and len(reached) < 10 * MAX_REFERENCES:
        one = waiting.pop()
        if one not in reached and own.has(one.__code__.co_filename):
            reached[one] = None
            waiting += _mentioned(one)


def _mentioned(function: FunctionType) -> Iterator[FunctionType]:
    """Yield the functions that the names in a function's code stand for, in modules as well."""
    names = set(_names(function.__code__))
    for name in sorted(names):
        value = function.__globals__.get(name)
        if type(value) is ModuleType:
            for member in sorted(names):
                yield from _functions(vars(value).get(member))
        else:
            yield from _functions(value)


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that a function's code mentions, and those of the functions inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if type(constant) is CodeType:
            yield from _names(constant)
