"""The parts of a solution that students write: what is made wrong, piece by piece."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator

import msgspec

from grader.course.stubs import BEGIN, END
from grader.errors import CourseError


class Part(msgspec.Struct, frozen=True):
    """What stands between the markers of a function.

    Attributes
    ----------
    function
        Its name, ``Layer.forward`` for a method; ``Layer`` for what makes an object.
    parameters
        The names of its parameters, with ``self``.
    first, last
        The lines from `first` up to `last`, from 0.
    indent
        What each line begins with.
    code
        The lines without that.
    """

    function: str
    parameters: tuple[str, ...]
    first: int
    last: int
    indent: str
    code: str


def parts(source: str, file: str) -> list[Part]:
    """Return the parts of a solution, in order.

    Raises
    ------
    CourseError
        When it is no Python.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise CourseError(f"{file}, line {error.lineno}: {error.msg}.") from error
    lines = source.splitlines()
    return [part for name, node in _functions(tree) for part in _parts_of(name, node, lines)]


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield functions and methods with the names that a task has for them."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    made = inner.name == "__init__"
                    yield (node.name if made else f"{node.name}.{inner.name}"), inner


def _parts_of(name: str, node: ast.FunctionDef, lines: list[str]) -> Iterator[Part]:
    parameters = tuple(one.arg for one in (*node.args.posonlyargs, *node.args.args))
    first, after = node.lineno - 1, node.end_lineno or node.lineno
    begins = [n + 1 for n in range(first, after) if lines[n].strip() == BEGIN]
    for begun in begins:
        # The marker at the end is a comment, which Python does not count to the function.
        ends = (n for n in range(begun, len(lines)) if lines[n].strip() == END)
        end = next(ends, after)
        inside = lines[begun:end]
        head = next((line for line in inside if line.strip()), "")
        indent = head.removesuffix(head.lstrip())
        code = textwrap.dedent("\n".join(inside)) + "\n"
        yield Part(name, parameters, begun, end, indent, code)


def replaced(source: str, part: Part, code: str) -> str:
    """Return a solution with other code in a part."""
    lines = source.splitlines()
    new = textwrap.indent(code.rstrip("\n"), part.indent).splitlines()
    return "\n".join([*lines[: part.first], *new, *lines[part.last :]]) + "\n"
