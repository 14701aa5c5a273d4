"""Shapes that do not fit together, in the student's words: products, broadcasting, joining."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.sandbox.client.operands import Failed, Shape, Table, listed, parsed, shown

_MATMUL_HINT = "`@` adds up over the last axis of the left array and the first axis of the right."
_DOT_HINT = "A product adds up over the last axis of the first array and the first of the second."
_MATRIX_HINT = (
    "`@` adds up over the last axis of the left array and the second last axis of the right."
)
_BROADCAST_HINT = "Shapes are compared from the last axis on; a size of 1 fits every size."
_N = r"-?\d{1,12}"
_SHAPE = r"\([\d, newaxis]{0,80}\)"


def _product(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    """Say which sizes of a matrix product differ."""
    if len(failed.operands) != 2:
        return None
    first, second = failed.operands
    sizes = match.groupdict()
    inner, outer = _inner(first.shape, second.shape)
    inner = int(sizes["first"]) if inner is None else inner
    outer = int(sizes["second"]) if outer is None else outer
    left = f"(…, {inner})" if first.shape is None else shown(first.shape)
    right = f"({outer}, …)" if second.shape is None else shown(second.shape)
    if inner == outer:
        return None
    hint = _DOT_HINT if failed.operation == "call" else _MATMUL_HINT
    if second.shape is not None and len(second.shape) > 2:
        hint = _MATRIX_HINT
    verb = f"is {left} {failed.operation} {right}"
    if failed.operation == "call":
        verb = f"is given {left} and {right}"
    return f"`{failed.text}` {verb}: {inner} and {outer} should be equal", hint


def _inner(first: Shape | None, second: Shape | None) -> tuple[int | None, int | None]:
    """Return the sizes of the axes that a product adds up over, where they are known."""
    inner = first[-1] if first else None
    outer = second[-2 if len(second) > 1 else 0] if second else None
    return inner, outer


def _with_a_number(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if len(failed.operands) != 2:
        return None
    first, second = failed.operands
    number = failed.operands[min(int(match["operand"]), 1)]
    function = re.match(r"([\w.]+)\(", number.text)
    if function and not number.size.startswith(("(", "a ")):
        hint = f"Does `{function[1]}` return a number, or nothing?"
        return f"in `{failed.text}`, `{number.text}` is no array", hint
    if failed.operation == "call":
        said = f"`{failed.text}` is given {first.size} and {second.size}"
    else:
        said = f"`{failed.text}` is {first.size} @ {second.size}"
    asked = f"Is `{number.text}` to be a number? " if re.match(r"[a-zA-Z_]", number.text) else ""
    return f"{said}: a matrix product needs two arrays", f"{asked}`*` multiplies by a number."


def _broadcast(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    """Say which sizes of an operation on each element differ."""
    told = [parsed(text) for text in re.findall(r"\([\d,]*\)", match["shapes"])]
    shapes = failed.shapes or told
    if failed.operation == "call" and _clash(shapes) is None:
        shapes = told
    clash = _clash(shapes)
    if clash is None:
        return None
    if failed.operation == "call":
        what = f"is given {listed([shown(shape) for shape in shapes])}"
    elif len(shapes) >= 2:
        what = f"is {shown(shapes[0])} {failed.operation} {shown(shapes[1])}"
    else:
        return None
    said = f"`{failed.text}` {what}: {clash[0]} and {clash[1]} should be equal"
    return said, _BROADCAST_HINT if max(map(len, shapes)) > 1 else ""


def _clash(shapes: Sequence[Shape]) -> tuple[int, int] | None:
    """Return the first two sizes that do not fit together, from the last axis on."""
    for axis in range(1, 1 + max(map(len, shapes), default=0)):
        sizes = [shape[-axis] for shape in shapes if len(shape) >= axis and shape[-axis] != 1]
        other = next((size for size in sizes if size != sizes[0]), None)
        if other is not None:
            return sizes[0], other
    return None


def _grows(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if not failed.operation.endswith("=") or len(failed.operands) != 2:
        return None
    target, value = failed.operands
    old, new = parsed(match["old"]), parsed(match["new"])
    added = shown(new if value.shape is None else value.shape)
    said = f"`{failed.text}` is {shown(old)} {failed.operation} {added}: the result has shape "
    said += f"{shown(new)}, and `{target.text}` keeps its own"
    return said, ""


def _no_room(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "[]=":
        return None
    old, new = shown(parsed(match["old"])), shown(parsed(match["new"]))
    return f"an array of shape {new} does not fit into `{failed.text}`, which has shape {old}", ""


def _sequence(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "[]=" or len(failed.operands) != 1:
        return None
    value = failed.operands[0]
    if not value.shape:
        return None
    return (
        f"`{failed.text}` is one number, and `{value.text}` has shape {shown(value.shape)}",
        "",
    )


def _ragged(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    return f"the rows in `{failed.text}` are not of the same length", ""


def _reshape(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    size, shape = int(match["size"]), parsed(match["shape"])
    needed = 1
    for one in shape:
        needed *= one
    if re.search(r"-\s*1", failed.text):
        fits = f"which is not divisible by {needed}"
    else:
        fits = f"and shape {shown(shape)} needs {needed}"
    elements = "1 element" if size == 1 else f"{size} elements"
    return f"the array in `{failed.text}` has {elements}, {fits}", ""


def _joined(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    axis, size, other = (int(match[key]) for key in ("axis", "size", "other"))
    shapes = [shown(one.shape) for one in failed.operands if one.shape]
    given = f"is given {listed(shapes)}" if len(shapes) > 1 else "joins arrays"
    said = f"`{failed.text}` {given}: along axis {axis}, {size} and {other} should be equal"
    return said, "Only along the axis that they are joined on may sizes differ."


def _joined_dimensions(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    shapes = [shown(one.shape) for one in failed.operands if one.shape]
    if len(shapes) > 1:
        given = f"is given {listed(shapes)}"
    else:
        given = f"is given arrays of {match['first']} and of {match['second']} axes"
    return f"`{failed.text}` {given}: the arrays should have equally many axes", ""


def _stacked(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    shapes = [shown(one.shape) for one in failed.operands if one.shape]
    if len(shapes) < 2:
        return None
    return f"`{failed.text}` is given {listed(shapes)}: all should have the same shape", ""


SAID: Table = (
    (rf"^matmul: .*\(size (?P<second>{_N}) is different from (?P<first>{_N})\)", _product),
    (r"^matmul: Input operand (?P<operand>\d) does not have enough", _with_a_number),
    (
        rf"^shapes {_SHAPE} and {_SHAPE} not aligned: "
        rf"(?P<first>{_N}) \(dim {_N}\) != (?P<second>{_N})",
        _product,
    ),
    (r"^operands could not be broadcast together with shapes (?P<shapes>.*)", _broadcast),
    (
        rf"^non-broadcastable output operand with shape (?P<old>{_SHAPE}) doesn't match the "
        rf"broadcast shape (?P<new>{_SHAPE})",
        _grows,
    ),
    (
        rf"^could not broadcast input array from shape (?P<new>{_SHAPE}) into shape "
        rf"(?P<old>{_SHAPE})",
        _no_room,
    ),
    (r"inhomogeneous shape", _ragged),
    (r"^setting an array element with a sequence", _sequence),
    (
        rf"^cannot reshape array of size (?P<size>{_N}) into shape (?P<shape>{_SHAPE})",
        _reshape,
    ),
    (
        rf"^all the input array dimensions .* along dimension (?P<axis>{_N}), .* index {_N} "
        rf"has size (?P<size>{_N}) and the array at index {_N} has size (?P<other>{_N})",
        _joined,
    ),
    (
        rf"^all the input arrays must have same number of dimensions.* has (?P<first>{_N}) "
        rf"dimension.* has (?P<second>{_N}) dimension",
        _joined_dimensions,
    ),
    (r"^all input arrays must have the same shape", _stacked),
)
