"""Indices, axes, keys and unpacking that go wrong, in the student's words."""

from __future__ import annotations

import re

from grader.sandbox.client.operands import Failed, Operand, Table, shown

_N = r"-?\d{1,12}"


def _out_of_bounds(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation not in ("[]", "[]=", "."):
        return None
    index, axis, size = match["index"], int(match["axis"]), int(match["size"])
    name = _owner(failed)
    if size == 0:
        return f"`{failed.text}`: `{name}` is empty along axis {axis}", ""
    said = f"`{failed.text}`: there is no index {index} in axis {axis} of `{name}`, "
    return f"{said}which has size {size}", f"Indices begin at 0, so the last one is {size - 1}."


def _owner(failed: Failed) -> str:
    """Return what an index is taken of."""
    return failed.text.rpartition("[")[0] if failed.operation == "[]=" else failed.operands[0].text


def _outside(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    """Say how long a list is."""
    if failed.operation != "[]" or not failed.operands:
        return None
    owner, index = failed.operands[0], failed.operands[1].text if failed.operands[1:] else ""
    array, dot, attribute = owner.text.rpartition(".")
    if owner.length is None:
        return None
    if dot and attribute == "shape" and match["kind"] == "tuple":
        axes = "no axes" if owner.length == 0 else "1 axis" if owner.length == 1 else None
        axes = axes or f"{owner.length} axes"
        if owner.items is not None and len(owner.items) == owner.length:
            axes += f", as its shape is {owner.items}"
        return f"`{failed.text}`: `{array}` has {axes}, so there is no axis {index}", ""
    if owner.length == 0:
        return f"`{failed.text}`: `{owner.text}` is empty", ""
    elements = "1 element" if owner.length == 1 else f"{owner.length} elements"
    said = f"`{failed.text}`: `{owner.text}` is a {match['kind']} of {elements}"
    return said, f"Indices begin at 0, so the last one is {owner.length - 1}."


def _too_many(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation not in ("[]", "[]="):
        return None
    count, indices = int(match["count"]), int(match["indices"])
    axes = "1 axis" if count == 1 else f"{count} axes"
    known = "" if failed.operation == "[]=" else failed.operands[0].size
    shape = f", as its shape is {known}" if known.startswith("(") else ""
    return f"`{failed.text}` has {indices} indices, and `{_owner(failed)}` has {axes}{shape}", ""


def _mask(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    size, other = int(match["size"]), int(match["other"])
    where = "" if match["axis"] == "0" else f" in axis {match['axis']}"
    return (
        f"`{failed.text}`: the mask has {other} elements{where}, and what it is taken of {size}",
        "",
    )


def _no_axis(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    axis, count = match["axis"], int(match["count"])
    axes = "no axes" if count == 0 else "1 axis" if count == 1 else f"{count} axes"
    array = failed.operands[0] if failed.operands else Operand("")
    shape = f", as its shape is {array.size}" if array.shape else ""
    name = f"`{array.text}`" if array.text and array.shape else "the array"
    said = f"`{failed.text}`: {name} has {axes}{shape}, so there is no axis {axis}"
    return said, "Axes are counted from 0."


def _index(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation not in ("[]", "[]="):
        return None
    return (
        f"`{failed.text}`: an index is a whole number, a slice, or an array of these",
        "`//` divides to a whole number, and `int(…)` makes one.",
    )


def _key(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "[]" or not failed.operands or failed.operands[0].kind != "dict":
        return None
    owner = failed.operands[0]
    if owner.length == 0:
        return f"`{failed.text}`: the dict `{owner.text}` is empty", ""
    if not owner.keys:
        return None
    more = ", …" if (owner.length or 0) > len(owner.keys) else ""
    keys = ", ".join(f"'{key}'" for key in owner.keys)
    return f"`{failed.text}`: the keys of `{owner.text}` are {keys}{more}", ""


def _unpacked(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "unpack" or not failed.operands:
        return None
    value = failed.operands[0]
    wanted = int(match["wanted"])
    if value.shape:
        found = f"an array of shape {shown(value.shape)}" if not value.kind else ""
        found = found or f"a {value.kind} of {value.length}"
    elif value.length is not None:
        found = f"a {value.kind} of {value.length}"
    else:
        found = f"{match['got']} values" if match["got"] else "more"
    return f"`{failed.text} = {value.text}` needs {wanted} values, and gets {found}", ""


def _axis(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    """Say that the second argument of such a function is an axis."""
    name = failed.callee.rpartition(".")[2]
    if failed.operation != "call" or name not in ("max", "min", "sum", "mean", "prod", "argmax"):
        return None
    pairs = {"max": "larger", "min": "smaller"}
    hint = f"`np.{name}imum` takes the {pairs[name]} of each two elements." if name in pairs else ""
    return f"in `{failed.text}` the second argument is taken for an axis", hint


def _sizes(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if failed.callee.rpartition(".")[2] not in ("rand", "randn"):
        return _axis(failed, match)
    return f"`{failed.text}` is given a tuple", f"`{failed.callee}` takes the sizes one by one."


SAID: Table = (
    (
        rf"^index (?P<index>{_N}) is out of bounds for axis (?P<axis>{_N}) with size "
        rf"(?P<size>{_N})",
        _out_of_bounds,
    ),
    (r"^(?P<kind>list|tuple) index out of range", _outside),
    (
        rf"^too many indices for array: array is (?P<count>{_N})-dimensional, but "
        rf"(?P<indices>{_N}) were",
        _too_many,
    ),
    (
        rf"^boolean index did not match indexed array along (?:axis|dimension) (?P<axis>{_N}); "
        rf"(?:size of axis|dimension) is (?P<size>{_N}) but (?:size of )?corresponding boolean "
        rf"(?:axis|dimension) is (?P<other>{_N})",
        _mask,
    ),
    (rf"axis (?P<axis>{_N}) is out of bounds for array of dimension (?P<count>{_N})", _no_axis),
    (
        rf"values to unpack \(expected (?:at least )?(?P<wanted>{_N})(?:, got (?P<got>{_N}))?",
        _unpacked,
    ),
    (r"^only integers, slices|^arrays used as indices must be of integer", _index),
    (r"^only integer scalar arrays can be converted to a scalar index", _axis),
    (r"^'(?:tuple|float)' object cannot be interpreted as an integer", _sizes),
    (r"^'[^']*'$", _key),
)
