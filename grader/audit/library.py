"""The operators of Cosmic Ray, a library for mutation testing."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import count
from typing import Any

from grader.errors import UsageError, install_line

LEFT_OUT = (
    "Shift",
    "Bit",
    "_Is",
    "IsNot",
    "Variable",
    "Decorator",
    "Exception",
    "Invert",
    "AddNot",
)
"""Parts of the names of operators that make nothing of numbers but exceptions."""


def library_operators() -> dict[str, Any]:
    """Return the operators, by the short names that mutants have.

    Raises
    ------
    UsageError
        When the library is not installed.
    """
    try:
        plugins = import_module("cosmic_ray.plugins")
    except ModuleNotFoundError as error:
        raise UsageError(
            f"`grader audit` needs {error.name}, which is not installed: "
            f"{install_line('cosmic-ray')}, or pip install 'gradient-grader[audit]'."
        ) from error
    names = [
        name for name in plugins.operator_names() if not any(part in name for part in LEFT_OUT)
    ]
    return {name.partition("/")[2]: plugins.get_operator(name)() for name in names}


def mutated(code: str, operators: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name of an operator and the code with one place changed by it."""
    mutate_code = import_module("cosmic_ray.mutating").mutate_code
    for name, operator in operators.items():
        for occurrence in count():
            new = mutate_code(code, operator, occurrence)
            if new is None:
                break
            yield name, new
