"""Which part of a line failed, and what its names held at that moment; a part of the worker.

Python tells the columns of what was running. The syntax tree says what stands there, and the values
are looked up in the frame: nothing of the student's is called for that, and of NumPy only what
changes nothing.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import linecache
import operator
import warnings
from collections.abc import Callable, Iterator
from types import FrameType, FunctionType, ModuleType
from typing import Any

import numpy as np

MAX_TEXT = 200
MAX_OPERANDS = 6
MAX_ELEMENTS = 3000
"""Arrays with more elements are not computed with: an outer product of two is larger still."""

MAX_FILES = 20
MAX_KEY = 40

SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Invert: "~",
    ast.Not: "not",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_COMPUTED: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "@": operator.matmul,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_FUNCTIONS = """
abs absolute add argmax array asarray clip concatenate cos diag divide dot exp expand_dims
log matmul max maximum mean min minimum multiply negative ones_like outer power ravel reshape
sign sin sqrt square squeeze subtract sum tanh transpose where zeros_like
"""
_METHODS = "argmax astype copy dot flatten max mean min ravel reshape squeeze sum transpose"
_PURE = frozenset(_FUNCTIONS.split()), frozenset(_METHODS.split())
"""Functions and methods of NumPy that change nothing."""

_READ = frozenset(("T", "dtype", "ndim", "shape", "size"))
_NUMBERS = (bool, int, float, complex)

Place = tuple[int | None, int | None, int | None, int | None]


class Unknown(Exception):
    """A value cannot be told without running the student's code again."""


class _File:
    """The syntax tree of a file, by places in it."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.nodes: dict[Place, list[ast.AST]] = {}
        self.values: dict[Place, ast.expr] = {}
        try:
            tree = ast.parse("".join(lines))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        for node in ast.walk(tree):
            if isinstance(node, ast.expr | ast.stmt):
                self.nodes.setdefault(_place(node), []).append(node)
            if isinstance(node, ast.Assign):
                self.values |= {_place(target): node.value for target in node.targets}


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
            value (``shape``, ``type``, ``length``, ``keys``, ``items``), or None. Nothing where
            that cannot be told.
        """
        place = next(itertools.islice(frame.f_code.co_positions(), instruction // 2, None))
        file = self._file(frame)
        found = file.nodes.get(place, [])
        node = next((one for one in found if not isinstance(one, ast.Expr)), None)
        if node is None:
            return {}
        if isinstance(node, ast.For):
            return {"expression": _text(node.iter, file), "operation": "for"}
        if isinstance(node, ast.If | ast.While):
            node = node.test
        told = _parts(node, file)
        if told is None:
            return {"expression": _text(node, file)}
        operation, operands = told
        about: dict[str, Any] = {
            "expression": _text(node, file),
            "operation": operation,
            "operands": [[_text(n, file), _known(n, frame)] for n in operands[:MAX_OPERANDS]],
        }
        if isinstance(node, ast.Call):
            about |= {"callee": _text(node.func, file), "first": _first(node.func, frame)}
        return about

    def _file(self, frame: FrameType) -> _File:
        name = frame.f_code.co_filename
        lines = linecache.getlines(name, frame.f_globals)
        known = self._files.get(name)
        if known is None or known.lines != lines:
            if len(self._files) >= MAX_FILES:
                self._files.clear()
            known = self._files[name] = _File(lines)
        return known


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


_MODULES = frozenset(("np", "numpy", "math", "linalg"))


def _known(node: ast.expr, frame: FrameType) -> dict[str, Any] | None:
    """Return what is known of a value, as `Expressions.about` tells it."""
    try:
        value = _value(node, frame)
    except Exception:  # it is only looked at to say more than Python does
        return None
    if type(value) is np.ndarray:
        return {"shape": list(value.shape)}
    if isinstance(value, np.generic) or type(value) in _NUMBERS:
        return {"type": "number"}
    if type(value) in (list, tuple):
        shape: dict[str, Any] = {}
        if _is_regular(value):
            shape["shape"] = list(np.shape(value))
        if type(value) is tuple and len(value) <= MAX_OPERANDS:
            shape["items"] = [one for one in value if type(one) is int]
        return {"type": type(value).__name__, "length": len(value), **shape}
    if type(value) is dict:
        keys = [key[:MAX_KEY] for key in value if type(key) is str][:MAX_OPERANDS]
        return {"type": "dict", "length": len(value), "keys": keys}
    return {"type": type.__dict__["__name__"].__get__(type(value))[:100]}


def _is_regular(value: Any) -> bool:
    """Whether these are numbers, or arrays of one shape, that NumPy makes an array of."""
    if len(value) > MAX_ELEMENTS:
        return False
    if all(type(one) is np.ndarray for one in value):
        return len({one.shape for one in value}) == 1
    return all(type(one) in _NUMBERS for one in value)


def _value(node: ast.expr, frame: FrameType) -> Any:
    """Return the value of an expression; raises where that is not known."""
    match node:
        case ast.Constant(value):
            return value
        case ast.Name(name):
            for names in (frame.f_locals, frame.f_globals, frame.f_builtins):
                if name in names:
                    return names[name]
        case ast.Attribute(owner, name):
            return _attribute(_value(owner, frame), name)
        case ast.Subscript(owner, index) if not isinstance(index, ast.Slice):
            value, key = _value(owner, frame), _value(index, frame)
            if type(value) in (list, tuple, dict) and type(key) in (int, str):
                return value[key]
            if _computable(value) and (type(key) is int or _computable(key)):
                return value[key]
        case ast.BinOp(left, op, right) | ast.Compare(left, [op], [right]):
            compute = _COMPUTED.get(SYMBOLS.get(type(op), ""))
            pair = _value(left, frame), _value(right, frame)
            if compute is not None and all(map(_computable, pair)):
                return _quietly(compute, *pair)
        case ast.UnaryOp(ast.USub(), operand) if _computable(value := _value(operand, frame)):
            return _quietly(operator.neg, value)
        case ast.Tuple(parts) | ast.List(parts):
            values = [_value(part, frame) for part in parts]
            return tuple(values) if isinstance(node, ast.Tuple) else values
        case ast.Call(function, arguments, keywords) if all(one.arg == "axis" for one in keywords):
            given = [_value(argument, frame) for argument in arguments]
            options = {str(one.arg): _value(one.value, frame) for one in keywords}
            if all(map(_plain, [*given, *options.values()])):
                return _quietly(_function(function, frame), *given, **options)
    raise Unknown


def _attribute(owner: Any, name: str) -> Any:
    if type(owner) is np.ndarray:
        if name in _READ:
            return getattr(owner, name)
        raise Unknown
    value = inspect.getattr_static(owner, name)
    if hasattr(type(value), "__get__") and not isinstance(owner, ModuleType):
        raise Unknown
    return value


def _function(node: ast.expr, frame: FrameType) -> Callable[..., Any]:
    """Return a function of NumPy or a method of an array, of those that change nothing."""
    if isinstance(node, ast.Attribute):
        owner = _value(node.value, frame)
        allowed = _PURE[0] if owner is np else _PURE[1] if _computable(owner) else ()
        if node.attr in allowed:
            found: Callable[..., Any] = getattr(owner, node.attr)
            return found
    if isinstance(node, ast.Name) and node.id in _PURE[0]:
        found = _value(node, frame)
        if found is getattr(np, node.id):
            return found  # type: ignore[no-any-return]
    raise Unknown


def _quietly(compute: Callable[..., Any], *values: Any, **options: Any) -> Any:
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compute(*values, **options)


def _computable(value: Any) -> bool:
    """Whether it is a number or an array of numbers, and not a large one."""
    if type(value) is np.ndarray:
        return bool(value.size <= MAX_ELEMENTS and value.dtype.kind in "biufc")
    return isinstance(value, np.generic) or (type(value) in _NUMBERS[:3] and abs(value) < 1e9)


def _plain(value: Any) -> bool:
    """Whether it is what such a function may be given."""
    if type(value) in (list, tuple):
        return len(value) <= MAX_OPERANDS and all(map(_plain, value))
    return value is None or _computable(value) or type(value) in (type, np.dtype)


def _first(node: ast.expr, frame: FrameType) -> str | None:
    """Return the first parameter of a method of the student's; None for all else."""
    try:
        if not isinstance(node, ast.Attribute):
            return None
        method = inspect.getattr_static(type(_value(node.value, frame)), node.attr)
    except Exception:  # it is only looked at to say more than Python does
        return None
    return first_parameter(method)


def first_parameter(function: Any) -> str | None:
    """Return the name of the first parameter of a function, or nothing if it has none."""
    if type(function) is not FunctionType:
        return None
    code = function.__code__
    return code.co_varnames[0][:100] if code.co_argcount or code.co_flags & 4 else ""
