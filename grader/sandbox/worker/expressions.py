"""Which part of a line failed, and what its names held at that moment; a part of the worker.

Python tells the columns of what was running, and the syntax tree says what stands there.
"""

from __future__ import annotations

import ast
import itertools
import linecache
import opcode
from collections.abc import Iterator
from types import FrameType
from typing import Any

from grader.sandbox.worker.lookup import MAX_OPERANDS, SYMBOLS, first, known

MAX_TEXT = 200
MAX_FILES = 20

_GET_ITER = opcode.opmap["GET_ITER"]
_MODULES = frozenset(("np", "numpy", "math", "linalg"))

Place = tuple[int | None, int | None, int | None, int | None]


class _File:
    """The syntax tree of a file, by places in it."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.nodes: dict[Place, list[ast.AST]] = {}
        self.values: dict[Place, ast.expr] = {}
        self.calls: list[tuple[str, ast.Call]] = []
        self.definitions: dict[str, int] = {}
        try:
            tree = ast.parse("".join(lines))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        for one in tree.body:
            if isinstance(one, ast.FunctionDef | ast.ClassDef):
                self.definitions[one.name] = one.lineno
        for node in ast.walk(tree):
            if isinstance(node, ast.expr | ast.stmt):
                self.nodes.setdefault(_place(node), []).append(node)
            if isinstance(node, ast.Assign):
                self.values |= {_place(target): node.value for target in node.targets}
            match node:
                case ast.Assign([ast.Name() | ast.Attribute() as target], ast.Call() as call):
                    self.calls.append((ast.unparse(target), call))


class Expressions:
    """What stands where in the files that failed; each is read once."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}

    def about(self, frame: FrameType, instruction: int) -> dict[str, Any]:
        """Return what failed in a frame.

        Parameters
        ----------
        frame
            The frame.
        instruction
            Which instruction of its code failed, as a traceback tells it.

        Returns
        -------
        dict
            ``expression``, its text; ``operation``: an operator's sign, one with ``=`` behind it
            where it works in place, ``call``, ``[]``, ``[]=``, ``.``, ``for`` or ``unpack``; for a
            call ``callee``, the text of what is called, and ``first``, the first parameter of a
            method of the student's; and ``operands``: of each its text and what is known of its
            value (``shape``, ``type``, ``length``, ``keys``, ``items``; for None the call that it
            came ``from``), or None. Nothing where that cannot be told.
        """
        place = next(itertools.islice(frame.f_code.co_positions(), instruction // 2, None))
        file = self._file(frame)
        found = file.nodes.get(place, [])
        node = next((one for one in found if not isinstance(one, ast.Expr)), None)
        if node is None:
            return {}
        if frame.f_code.co_code[instruction] == _GET_ITER:
            operand = self._operand(_gone_over(node), frame, file)
            return {"expression": operand[0], "operation": "for", "operands": [operand]}
        if isinstance(node, ast.If | ast.While):
            node = node.test
        told = _parts(node, file)
        if told is None:
            return {"expression": _text(node, file)}
        operation, operands = told
        about: dict[str, Any] = {
            "expression": _text(node, file),
            "operation": operation,
            "operands": [self._operand(one, frame, file) for one in operands[:MAX_OPERANDS]],
        }
        if isinstance(node, ast.Call):
            about |= {"callee": _text(node.func, file), "first": first(node.func, frame)}
        return about

    def definition(self, name: object, frame: FrameType) -> int:
        """Return the line in which the file of a frame defines a function or class, or 0."""
        return self._file(frame).definitions.get(str(name), 0)

    def _operand(self, node: ast.AST, frame: FrameType, file: _File) -> list[Any]:
        """Return the text of an operand and what is known of it."""
        found = known(node, frame)
        if found == {"type": "NoneType"}:
            found["from"] = self._origin(node, frame, file)
        return [_text(node, file), found]

    def _origin(self, node: ast.AST, frame: FrameType, file: _File) -> str:
        """Return the call of which the result became a variable, or an attribute."""
        calls = [call for target, call in file.calls if target == ast.unparse(node)]
        if isinstance(node, ast.Name):
            begin, end = frame.f_code.co_firstlineno, max(frame.f_lineno, node.lineno)
            calls = [one for one in calls if begin <= one.lineno < end]
        return _text(max(calls, key=lambda one: one.lineno), file) if calls else ""

    def _file(self, frame: FrameType) -> _File:
        name = frame.f_code.co_filename
        lines = linecache.getlines(name, frame.f_globals)
        known = self._files.get(name)
        if known is None or known.lines != lines:
            if len(self._files) >= MAX_FILES:
                self._files.clear()
            known = self._files[name] = _File(lines)
        return known


def _gone_over(node: ast.AST) -> ast.AST:
    """Return what a loop or a comprehension goes over; newer Pythons tell its place alone."""
    match node:
        case ast.For(iter=found):
            return found
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return node.generators[0].iter
    return node


def _place(node: ast.expr | ast.stmt) -> Place:
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset


def _text(node: ast.AST, file: _File) -> str:
    """Return the text of a node on one line."""
    if not isinstance(node, ast.expr | ast.stmt):
        return ""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    lines = [line.encode() for line in file.lines[first : last + 1]]
    lines[-1] = lines[-1][: node.end_col_offset]
    lines[0] = lines[0][node.col_offset :]
    return " ".join(b" ".join(lines).decode(errors="replace").split())[: 2 * MAX_TEXT]


def _parts(node: ast.AST, file: _File) -> tuple[str, list[ast.expr]] | None:
    """Return what a node does, and what it does it with."""
    match node:
        case ast.BinOp(left, op, right):
            return SYMBOLS[type(op)], [left, right]
        case ast.AugAssign(target, op, value):
            return f"{SYMBOLS[type(op)]}=", [target, value]
        case ast.Compare(left, [op], [right]) if type(op) in SYMBOLS:
            return SYMBOLS[type(op)], [left, right]
        case ast.UnaryOp(op, operand):
            return SYMBOLS[type(op)], [operand]
        case ast.Call():
            return "call", list(_arguments(node))
        case ast.expr() if _place(node) in file.values:
            stored = file.values[_place(node)]
            return ("[]=" if isinstance(node, ast.Subscript) else "unpack"), [stored]
        case ast.Subscript(value, index):
            return "[]", [value, *(index.elts if isinstance(index, ast.Tuple) else [index])]
        case ast.Attribute(value):
            return ".", [value]
    return None


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    """Yield what a call gets; of a list, its elements, and of a method, its object."""
    match call.func:
        case ast.Attribute(value) if not isinstance(value, ast.Name) or value.id not in _MODULES:
            yield value
    for argument in call.args:
        if isinstance(argument, ast.List | ast.Tuple):
            yield from argument.elts
        else:
            yield argument
