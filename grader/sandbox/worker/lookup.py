"""What the parts of an expression held when it failed; a part of the worker.

Values are looked up in the frame: nothing of the student's is called for that, and of NumPy only
what changes nothing.
"""

from __future__ import annotations

import ast
import inspect
import operator
import warnings
from collections.abc import Callable
from types import FrameType, FunctionType, ModuleType
from typing import Any

import numpy as np

MAX_OPERANDS = 6
MAX_KEY = 40
MAX_ELEMENTS = 3000
"""Arrays with more elements are not computed with: an outer product of two is larger still."""

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


class Unknown(Exception):
    """A value cannot be told without running the student's code again."""


def known(node: ast.AST, frame: FrameType) -> dict[str, Any] | None:
    """Return what is known of a value: see `Expressions.about`, which tells it."""
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


def _value(node: ast.AST, frame: FrameType) -> Any:
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


def first(node: ast.expr, frame: FrameType) -> str | None:
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
