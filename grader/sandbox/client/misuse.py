"""What is no array, no number or no function where one is needed, in the student's words."""

from __future__ import annotations

import re

from grader.sandbox.client.operands import Failed, Table

_NONE_HINT = "A function without a `return` gives None."
_LIST_HINT = "Go through its elements with `for`, or make one array of it: `np.array(…)`."
_TRUTH_HINT = (
    "`if` needs one True or False. For each element use `np.where(…)`, or multiply by the "
    "comparison; for the whole array use `.any()` or `.all()`."
)


def none(message: str, failed: Failed) -> tuple[str, str] | None:
    """Say which operand is None."""
    concerned = "NoneType" in message or (message.startswith("matmul") and "(has 0" in message)
    if not concerned or not failed.operands:
        return None
    found = next((one for one in failed.operands if one.is_none), None)
    if found is None and len(failed.operands) == 1 and not failed.operands[0].is_known:
        found = failed.operands[0]
    if (
        found is None
        and len(failed.operands) > 1
        and (types := re.search(r"'(\w+)' and '(\w+)'", message))
    ):
        place = types.groups().index("NoneType") if "NoneType" in types.groups() else None
        found = None if place is None else failed.operands[:2][min(place, 1)]
    if found is None or not found.text:
        return None
    if found.text == "None":
        return f"`{failed.text}` works with None", _NONE_HINT
    origin = found.origin or found.text
    if method := re.match(r"[\w.]+\.(append|extend|insert|remove|reverse|sort|update)\(", origin):
        hint = f"`{method[1]}` changes what it is called on and returns None: do not assign that."
        return f"`{found.text}` is None", hint
    if function := re.match(r"([\w.]+)\(", origin):
        return f"`{found.text}` is None", f"Is a `return` missing in `{function[1]}`?"
    return f"`{found.text}` is None", ""


def _power(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    return f"`{failed.text}`: `^` is not a power in Python", "A power is `**`: `x**2`."


def _integers(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if not failed.operation.endswith("=") or match["new"][:1] not in "iu":
        return None
    name, sign = failed.operands[0].text, failed.operation[:-1]
    said = f"`{failed.text}` writes fractions into `{name}`, which holds integers ({match['new']})"
    return said, f"`{name} = {name} {sign} …` makes a new array."


def _truth(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation == "call":
        if failed.callee not in ("max", "min"):
            return None
        larger = "larger" if failed.callee == "max" else "smaller"
        hint = f"`np.{failed.callee}imum` takes the {larger} of each two elements."
        return f"`{failed.text}` compares a whole array with a number", hint
    if not failed.operation and (word := re.search(r" (and|or) ", failed.text)):
        sign = "&" if word[1] == "and" else "|"
        hint = f"For each element it is `{sign}`, with brackets: `(…) {sign} (…)`."
        return f"`{failed.text}`: `{word[1]}` takes no whole arrays", hint
    text = failed.operands[0].text if failed.operation == "not" else failed.text
    return f"`{text}` is a whole array, and neither True nor False", _TRUTH_HINT


def _scalars(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if not failed.callee:
        return None
    module, _dot, name = failed.callee.rpartition(".")
    hint = f"`np.{name}` takes arrays." if module == "math" else ""
    if name in ("float", "int", "bool"):
        hint = f"`.astype({name})` changes each element of an array."
    return f"`{failed.callee}` takes one number, and it is given an array in `{failed.text}`", hint


def _not_callable(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "call" or match["kind"] in ("module", "NoneType"):
        return None
    kinds = {"ndarray": "an array", "int": "a number", "float": "a number", "float64": "a number"}
    kind = match["kind"].rpartition(".")[2]
    found = kinds.get(kind, f"a {kind}")
    hint = "Is a `*` missing before the bracket? An index is in square brackets."
    if failed.text.replace(" ", "") == f"{failed.callee}()":
        hint = "Leave out the `()`."
    return f"`{failed.callee}` is {found} and no function, in `{failed.text}`", hint


def _module_called(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "call":
        return None
    return f"`{failed.callee}` is a module and no function, in `{failed.text}`", ""


def _data_type(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "call":
        return None
    inside = failed.text[len(failed.callee) + 1 : -1]
    return (
        f"in `{failed.text}` the second argument is not a dtype",
        f"A shape is one argument, a tuple: `{failed.callee}(({inside}))`.",
    )


def _field_elements(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "call" or failed.callee.rpartition(".")[2] != "array":
        return None
    inside = failed.text[len(failed.callee) + 1 : -1]
    return _data_type(failed, match) and (
        f"in `{failed.text}` the second argument is not a dtype",
        f"All rows are one argument, a list: `{failed.callee}([{inside}])`.",
    )


def _list_times(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    found = next((one for one in failed.operands if one.kind in ("list", "tuple")), None)
    if found is None or not failed.operation.startswith("*"):
        return None
    return f"`{failed.text}`: `{found.text}` is a {found.kind} and no array", _LIST_HINT


def _unsupported(failed: Failed, match: re.Match[str]) -> tuple[str, str] | None:
    """Say which operand is no number and no array."""
    for kind, one in zip(match.groups(), failed.operands, strict=False):
        if kind in ("list", "tuple"):
            return f"`{failed.text}`: `{one.text}` is a {kind} and no array", _LIST_HINT
        if kind in ("builtin_function_or_method", "method", "function"):
            said = f"`{failed.text}`: `{one.text}` is a function, and was not called"
            return said, f"`{one.text}()` calls it."
        if kind in ("dict", "str"):
            called = {"dict": "a dict", "str": "text"}[kind]
            return f"`{failed.text}`: `{one.text}` is {called} and no number", ""
    return None


def _one(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "for":
        return None
    said = f"`{failed.text}` is an array of no axes, a single number, and `for` needs many"
    return said, "What works on whole arrays takes an array of any shape."


def _length(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if failed.callee != "len" or len(failed.operands) != 1:
        return None
    return f"`{failed.operands[0].text}` is a number, and has no length", ""


def _iterated(failed: Failed, _: re.Match[str]) -> tuple[str, str] | None:
    if failed.operation != "for":
        return None
    return f"`{failed.text}` is a number, and `for` needs many", f"`range({failed.text})` counts."


SAID: Table = (
    (r"^ufunc 'bitwise_xor' not supported|operand type\(s\) for \^=?:", _power),
    (r"^Cannot cast ufunc .* from dtype\('float64'\) to dtype\('(?P<new>\w+)'\)", _integers),
    (r"^The truth value of an array", _truth),
    (r"^only (?:length-1|0-dimensional|size-1) arrays can be converted", _scalars),
    (r"^'(?P<kind>module)' object is not callable", _module_called),
    (r"^'(?P<kind>[\w.]+)' object is not callable", _not_callable),
    (r"^Cannot interpret '.*' as a data type", _data_type),
    (r"^Field elements must be 2- or 3-tuples", _field_elements),
    (r"^can't multiply sequence by non-int", _list_times),
    (r"^unsupported operand type\(s\) for [^:]{1,20}: '([\w.]+)' and '([\w.]+)'", _unsupported),
    (r"^'int' object is not iterable", _iterated),
    (r"^iteration over a 0-d array", _one),
    (r"^object of type '(?:int|float|float64)' has no len|^len\(\) of unsized object", _length),
)
