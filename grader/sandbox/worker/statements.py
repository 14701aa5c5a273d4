"""What the student's code is just doing, as its text and its frames tell; a part of the worker."""

from __future__ import annotations
import __future__

import ast
import linecache
import opcode
from types import FrameType
from typing import Any

FUTURES = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
"""What a file can import from `__future__`, as flags of its code."""

_UNPACK = {opcode.opmap[name]: name for name in ("UNPACK_SEQUENCE", "UNPACK_EX")}
_BOOTSTRAP = "<frozen importlib._bootstrap"


def unpacked(frame: FrameType) -> int:
    """Return into how many names a frame is unpacking what it iterates over, or 0."""
    code, place = frame.f_code.co_code, frame.f_lasti
    found = _UNPACK.get(code[place])
    return 0 if found is None else code[place + 1] + (found == "UNPACK_EX")


def importer(frame: FrameType | None, finder: str) -> FrameType | None:
    """Return the frame of an import statement, from one of the import system or of a finder."""
    while frame is not None and (
        frame.f_code.co_filename.startswith(_BOOTSTRAP) or frame.f_code.co_filename == finder
    ):
        frame = frame.f_back
    return frame


def tree_of(file: str) -> ast.Module:
    """Return the syntax tree of a file that runs; an empty one where it is no Python any more."""
    try:
        return ast.parse("".join(linecache.getlines(file)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def guards(node: ast.AST, line: int) -> bool:
    """Whether an import in that line may fail: in ``try`` with handlers, or below ``suppress``."""
    if isinstance(node, ast.Try):
        guarded = bool(node.handlers)
    elif isinstance(node, ast.With):
        guarded = any("suppress" in ast.unparse(item.context_expr) for item in node.items)
    else:
        return False
    last = node.body[-1].end_lineno or 0
    return guarded and node.body[0].lineno <= line <= last


def asks_for_all(node: ast.AST, line: int) -> bool:
    """Whether it is ``from … import *`` in that line."""
    return isinstance(node, ast.ImportFrom) and node.lineno == line and node.names[0].name == "*"


def below(
    error: BaseException, file: str, names: dict[str, Any], last: int | None = None
) -> ast.Module | None:
    """Return what stands below the statement in which a file or cell raised, if anything does.

    Parameters
    ----------
    error
        What it raised.
    file
        What its code is called.
    names
        The namespace in which it ran.
    last
        The line of the last statement that counts; that of the file if not given.
    """
    line, trace = 0, error.__traceback__
    while trace is not None and not line:
        code = trace.tb_frame.f_code
        at_top = code.co_name == "<module>" and code.co_filename == file
        line = trace.tb_lineno if at_top and trace.tb_frame.f_globals is names else 0
        trace = trace.tb_next
    rest = [node for node in tree_of(file).body if _first_line(node) > line]
    rest = [node for node in rest if last is None or node.lineno <= last]
    return ast.Module(rest, []) if line and rest else None


def _first_line(node: ast.stmt) -> int:
    """Return the line of a statement, or of its first decorator."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def asserts(frame: FrameType) -> bool:
    """Whether the line that runs is part of an ``assert``."""
    return any(
        isinstance(node, ast.Assert) and node.lineno <= frame.f_lineno <= (node.end_lineno or 0)
        for node in ast.walk(tree_of(frame.f_code.co_filename))
    )
