"""What a request asks for, in the words of a sentence for the student."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from grader.sandbox.protocol.frames import PREFIX, parse_frame, parse_prefix

MAX_NAMED = 4
"""How many of a script's functions a sentence names."""

Steps = Sequence[Sequence[Any]]
"""The steps of a script, as `grader.sandbox.worker.worker` describes them."""


class Purpose(msgspec.Struct, frozen=True):
    """What the student's code is asked for.

    Attributes
    ----------
    what
        What is being done, to be read after "while": ```backward```, ``importing task1.py``.
    name
        The name that is asked for: what is not there if something is lacking.
    steps
        For a script, the same of each step.
    """

    what: str
    name: str = ""
    steps: tuple[Purpose, ...] = ()

    def at(self, step: object) -> Purpose:
        """Return the purpose of a step; the whole one for what is the number of none."""
        if type(step) is int and 0 <= step < len(self.steps):
            return self.steps[step]
        return self

    @property
    def parts(self) -> frozenset[str]:
        """All that is being done: what each step does, or the one thing."""
        return frozenset({self.what, *(step.what for step in self.steps)})


def purpose_of(header: Mapping[str, Any]) -> Purpose:
    """Return the purpose of a ``call`` or a ``run`` from the header of its request."""
    if header["op"] == "run":
        return of_steps(header["steps"])
    return Purpose(f"`{header['name']}`", header["name"])


def of_steps(steps: Steps) -> Purpose:
    """Return the purpose of a script."""
    paths = labels(steps)
    each = tuple(_of_step(step, path) for step, path in zip(steps, paths, strict=True))
    called = dict.fromkeys(
        f"`{path}`" for step, path in zip(steps, paths, strict=True) if step[0] == "call"
    )
    return Purpose(_listed(list(called)) or "reading the file", "", each)


def names_in(request: bytes) -> set[str]:
    """Return the names that a request of ours needs its module to define, from its frame."""
    _, size, _ = parse_prefix(request[: PREFIX.size])
    try:  # a check makes hundreds of requests, and this reads them in a tenth of the time
        header = msgspec.json.decode(request[PREFIX.size : PREFIX.size + size])
    except msgspec.DecodeError:  # JSON has no NaN
        _, header, _ = parse_frame(request)
    return required(header)


def required(header: Mapping[str, Any]) -> set[str]:
    """Return the names that a ``call`` or a ``run`` needs its module to define."""
    if header["op"] == "run":
        return {
            step[2] for step in header["steps"] if step[0] in ("call", "get") and step[1] is None
        }
    return {header["name"]}


def labels(steps: Steps) -> list[str]:
    """Return what to call the result of each step, or what it sets: ``Layer.forward``."""
    found: list[str] = []
    for kind, on, *rest in steps:
        owner = "" if kind == "value" or on is None else found[on]
        if kind == "item":
            found.append(f"{owner}[{rest[0]}]")
        elif kind in ("call", "get", "set"):
            found.append(f"{owner}.{rest[0]}" if owner else rest[0])
        else:
            found.append(owner)
    return found


def _of_step(step: Sequence[Any], path: str) -> Purpose:
    kind = step[0]
    if kind == "call":
        return Purpose(f"`{path}`", step[2])
    if kind == "set":
        return Purpose(f"setting `{path}`", step[2])
    name = step[2] if kind == "get" else ""
    return Purpose(f"reading `{path}`" if path else "passing an argument", name)


def _listed(names: list[str]) -> str:
    if len(names) > MAX_NAMED:
        names = [*names[: MAX_NAMED - 1], "others"]
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last
