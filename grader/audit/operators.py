"""What makes a wrong version of a solution: operators as data, of ours and of the course's own."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from grader.audit.wrapping import wrapped
from grader.errors import CourseError

HOLES = frozenset("XYZF")
"""The names that stand for any expression."""


_OF_ARRAYS = ("arrays", "elements", "fewest", "longest", "largest", "least")


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An expression, and what it is replaced by."""

    name: str
    find: str
    put: tuple[str, ...]


class Wrapper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Code around a whole function; see `operators.toml` for what it knows."""

    name: str
    when: str = "True"
    before: str = ""
    after: str | None = None

    @property
    def then(self) -> str:
        """What is done after the call: the result is wrong, unless another thing is said."""
        return self.after or ("" if self.before else "result = wrong(result)")

    @property
    def is_of_results(self) -> bool:
        """Whether it changes nothing but what a function returns."""
        return self.after is not None and "result" in self.after

    @property
    def is_of_arrays(self) -> bool:
        """Whether it has to do with arrays that are arguments, and with nothing else."""
        return any("given" in text for text in (self.when, self.before, self.after or ""))

    @property
    def looks_at_arrays(self) -> bool:
        """Whether it does nothing where there is no array at all, as before an object is made."""
        return self.is_of_arrays or any(word in self.when for word in _OF_ARRAYS)


class Operators(msgspec.Struct, frozen=True):
    """All that solutions are made wrong by."""

    source: tuple[Source, ...] = ()
    wrapper: tuple[Wrapper, ...] = ()

    def __add__(self, other: Operators) -> Operators:
        return Operators((*self.source, *other.source), (*self.wrapper, *other.wrapper))


def own_operators() -> Operators:
    """Return the operators that every course gets."""
    data = (files("grader.audit") / "operators.toml").read_bytes()
    return msgspec.toml.decode(data, type=Operators)


def refuse_unusable(operators: Operators, path: Path) -> None:
    """Raise CourseError where an operator is no Python, or has a name that another one has."""
    seen: set[str] = set()
    every: list[Source | Wrapper] = [*operators.source, *operators.wrapper]
    for one in every:
        if one.name in seen:
            raise CourseError(f"{path}: two operators are named {one.name}: rename one of them.")
        seen.add(one.name)
        try:
            if isinstance(one, Source):
                for text in (one.find, *one.put):
                    ast.parse(text, mode="eval")
            else:
                ast.parse(one.when.strip(), mode="eval")
                ast.parse(one.before)
                ast.parse(one.then)
                ast.parse(wrapped("f", one.when, one.before, one.then))
        except SyntaxError as error:
            raise CourseError(
                f"{path}: the operator {one.name} holds what is no Python: {error.msg}."
            ) from error


def matched(pattern: ast.AST, node: ast.AST, found: dict[str, ast.AST]) -> bool:
    """Whether an expression is of a pattern; what its holes stand for is added to `found`."""
    if isinstance(pattern, ast.Name) and pattern.id in HOLES:
        known = found.setdefault(pattern.id, node)
        return ast.dump(known) == ast.dump(node)
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, ast.Constant) and isinstance(node, ast.Constant):
        return bool(pattern.value == node.value)
    return all(
        _alike(getattr(pattern, name, None), getattr(node, name, None), found)
        for name in pattern._fields
        if name not in ("ctx", "kind")
    )


def _alike(pattern: Any, value: Any, found: dict[str, ast.AST]) -> bool:
    if isinstance(pattern, ast.AST):
        return isinstance(value, ast.AST) and matched(pattern, value, found)
    if isinstance(pattern, list):
        return (
            isinstance(value, list)
            and len(pattern) == len(value)
            and all(_alike(*pair, found) for pair in zip(pattern, value, strict=True))
        )
    return bool(pattern == value)


class _Filled(ast.NodeTransformer):
    """Fills the holes of an expression."""

    def __init__(self, found: dict[str, ast.AST]) -> None:
        self._found = found

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self._found.get(node.id, node)


def rewritten(code: str, sources: Iterable[Source]) -> Iterable[tuple[str, str]]:
    """Yield the name of an operator and the code with one expression replaced by it."""
    tree = ast.parse(code)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr)]
    for operator in sources:
        pattern = ast.parse(operator.find, mode="eval").body
        for node in nodes:
            found: dict[str, ast.AST] = {}
            if not matched(pattern, node, found):
                continue
            for text in operator.put:
                new = _Filled(found).visit(ast.parse(text, mode="eval").body)
                yield operator.name, spliced(code, node, ast.unparse(new))


def spliced(code: str, node: ast.expr | ast.stmt, text: str) -> str:
    """Return code with an expression or a statement replaced, and all else as it stands."""
    lines = code.encode().splitlines(keepends=True)  # columns are counted in bytes
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before = b"".join(lines[:first]) + lines[first][: node.col_offset]
    after = lines[last][node.end_col_offset :] + b"".join(lines[last + 1 :])
    inner = f"({text})" if isinstance(node, ast.expr) else text
    return (before + inner.encode() + after).decode()
