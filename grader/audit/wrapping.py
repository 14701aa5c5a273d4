"""Code around a whole function: its result or its arguments are changed under a condition."""

from __future__ import annotations

import textwrap
from string import Template

HELPERS = '''

# What the wrong version below is made with.
import functools as _functools

import numpy as np


def each(f, value):
    """Return a value with `f` of every array in it."""
    if isinstance(value, (list, tuple)):
        return type(value)(each(f, one) for one in value)
    if isinstance(value, (np.ndarray, np.floating, float)):
        new = f(np.asarray(value))
        return new[()] if isinstance(new, np.ndarray) and not np.ndim(value) else new
    return value


def _wrong(value):
    return each(lambda a: a + (1 + np.abs(a)).astype(a.dtype), value)


def _inside(value, seen):
    """Yield what can be reached from a value: arrays, and objects with attributes."""
    if id(value) in seen or isinstance(value, (type, str)):
        return
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _inside(one, seen)
    elif hasattr(value, "__dict__"):
        yield value
        for one in list(vars(value).values()):
            yield from _inside(one, seen)


def _given(arguments):
    """Return the arrays among arguments and in lists of theirs."""
    parts = [one for a in arguments for one in (a if isinstance(a, (list, tuple)) else [a])]
    return [one for one in parts if isinstance(one, np.ndarray)]


def _kept(arguments):
    """Return what puts everything back that a call changes, but for what it returns."""
    kept = []
    for one in _inside(arguments, set()):
        if isinstance(one, np.ndarray):
            kept.append((one, one.copy()))
        else:
            lists = {k: list(v) if isinstance(v, list) else v for k, v in vars(one).items()}
            kept.append((one, lists))
    return kept


def _put_back(kept):
    for one, before in kept:
        if not isinstance(one, np.ndarray):
            vars(one).clear()
            vars(one).update(before)
        elif one.flags.writeable:
            one[...] = before
'''

_WRAPPER = Template("""

def _mutant(function):
    state = {}
    count = 0

    @_functools.wraps(function)
    def changed(*arguments, **named):
        nonlocal count
        count += 1
        kept = _kept(arguments)
        arrays = [one for one, _ in kept if isinstance(one, np.ndarray)]
        given = _given(arguments)
        place = next((i for i, a in enumerate(arguments) if isinstance(a, np.ndarray)), 0)
        elements = max((a.size for a in arrays), default=0)
        fewest = min((a.size for a in arrays), default=0)
        longest = max((n for a in arrays for n in a.shape), default=0)
        sizes = [np.abs(a[a != 0]) for a in arrays if a.size]
        largest = max((float(s.max()) for s in sizes if s.size), default=0.0)
        least = min((float(s.min()) for s in sizes if s.size), default=0.0)
        due = bool($when)
$before
        result = function(*arguments, **named)

        def wrong(value):
            if value is None:
                _put_back(kept)
            return _wrong(value)

        if due:
$after
        return result

    return changed


$target = _mutant($target)
""")


def wrapped(target: str, when: str, before: str, after: str) -> str:
    """Return the code that puts a function into a wrapper, for the end of its file."""
    return _WRAPPER.substitute(
        target=target,
        when=" ".join(when.split()),
        before=textwrap.indent(before.strip("\n"), " " * 8),
        after=textwrap.indent(after.strip("\n") or "pass", " " * 12),
    )
