"""Wrong versions of a solution: what each of them changes, and a name that lasts."""

from __future__ import annotations

import ast
import difflib
import hashlib
import warnings
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import msgspec

from grader.audit.library import mutated
from grader.audit.operators import Operators, rewritten
from grader.audit.parts import Part, parts, replaced
from grader.audit.statements import restated
from grader.audit.wrapping import HELPERS, wrapped


class Kind(msgspec.Struct, frozen=True):
    """What is known of a function: whether it takes arrays, and whether its results are used."""

    takes: bool
    returns: bool


class Mutant(msgspec.Struct, frozen=True):
    """A wrong version of a solution.

    Attributes
    ----------
    id
        Tells it from the others of its assignment. It depends on the function, the operator and
        the statement that it changes, so it outlives every other change of the solution.
    function
        What is wrong: ``Layer.forward`` for a method.
    operator
        What made it so.
    file
        The name of the solution's file.
    text
        All of the file.
    diff
        What is changed, in a few lines.
    """

    id: str
    function: str
    operator: str
    file: str
    text: str
    diff: str


def mutants(
    source: str,
    file: str,
    functions: Mapping[str, Kind],
    operators: Operators,
    library: dict[str, Any],
) -> list[Mutant]:
    """Return the wrong versions of a solution, all of them different.

    Parameters
    ----------
    source, file
        The solution, and the name of its file.
    functions
        Those that are made wrong, and what is known of them: the others are left alone.
    operators
        Our own operators, and those of the course.
    library
        Those of the library, see `grader.audit.library.library_operators`.

    Raises
    ------
    CourseError
        When the solution is no Python.
    """
    made: dict[str, Mutant] = {}
    for part in parts(source, file):
        if part.function in functions:
            for one in chain(
                _changed(source, file, part, operators, library),
                _wrapped(source, file, part, operators, functions[part.function]),
            ):
                made.setdefault(one.id, one)
    return list(made.values())


def _changed(
    source: str, file: str, part: Part, operators: Operators, library: dict[str, Any]
) -> Iterator[Mutant]:
    """Yield versions with other code in a part."""
    seen = {_normal(part.code)}
    old = _statements(part.code)
    own = part.parameters
    for operator, code in chain(
        rewritten(part.code, operators.source),
        restated(part.code, own),
        mutated(part.code, library),
    ):
        normal = _normal(code)
        if normal and normal not in seen:
            seen.add(normal)
            name = f"{part.function}/{operator}/{_digest(old, _statements(code))}"
            text = replaced(source, part, code)
            yield Mutant(name, part.function, operator, file, text, _diff(part, code))


def _wrapped(
    source: str, file: str, part: Part, operators: Operators, kind: Kind
) -> Iterator[Mutant]:
    """Yield versions with code around the function."""
    inside = part.parameters[:1] == ("self",)
    target = part.function if not inside or "." in part.function else f"{part.function}.__init__"
    for one in operators.wrapper:
        bare = one.looks_at_arrays if target.endswith("__init__") else one.is_of_arrays
        if (one.is_of_results and not kind.returns) or (bare and not kind.takes):
            continue
        code = wrapped(target, one.when, one.before, one.then)
        lines = [f"around {part.function}:"]
        lines += [f"+ {line}" for line in one.before.strip().splitlines()]
        lines += [f"+ result = {part.function}(...)"] if one.before else []
        lines += [f"+ if {' '.join(one.when.split())}:"] if one.when != "True" else []
        space = "    " if one.when != "True" else ""
        lines += [f"+ {space}{line}" for line in one.then.strip().splitlines()]
        name = f"{part.function}/{one.name}"
        text = f"{source.rstrip()}\n{HELPERS}{code}"
        yield Mutant(name, part.function, one.name, file, text, "\n".join(lines))


def _normal(code: str) -> str:
    """Return code without comments and spaces; nothing where it is no Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as `is` with a number
        try:
            return ast.unparse(ast.parse(code))
        except SyntaxError:
            return ""


def _statements(code: str) -> list[str]:
    return _normal(code).splitlines()


def _digest(old: list[str], new: list[str]) -> str:
    """Return what the changed lines are known by, and which of equal ones they are."""
    changed = []
    for tag, first, last, start, end in difflib.SequenceMatcher(
        None, old, new, False
    ).get_opcodes():
        if tag != "equal":
            twins = sum(line == old[first] for line in old[:first]) if first < len(old) else 0
            changed += [*old[first:last], ">", *new[start:end], str(twins)]
    return hashlib.sha256("\n".join(changed).encode()).hexdigest()[:6]


def _diff(part: Part, code: str) -> str:
    """Return the lines that are changed, without the comments of a solution."""
    old, new = part.code.splitlines(), code.splitlines()
    lines = [
        line.rstrip()
        for line in difflib.unified_diff(old, new, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    return "\n".join([f"in {part.function}:", *(f"{line[0]} {line[1:]}" for line in lines)])
