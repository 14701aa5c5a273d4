"""A failing example as Python that a student can paste beside their file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.grading.literals import assignment, comment, equal, free, identical, showable
from grader.grading.program import listing, program_names, readable
from grader.sandbox.client.remote import Call
from grader.sandbox.client.scripts import Program
from grader.sandbox.protocol import tree


def snippet(
    calls: Sequence[Call | Program],
    parameters: dict[str, tuple[str, ...]],
    *,
    imported: bool = True,
    anew: bool = False,
) -> str:
    """Return a program that repeats `calls` and prints their results, and what they were.

    Parameters
    ----------
    calls
        Calls of functions of one module or several, and runs of scripts, in order.
    parameters
        For each function the names of its positional parameters.
    imported
        Whether the functions have to be imported: a cell of a notebook sees those of other cells.
    anew
        Whether each call gets its arrays anew, as the functions may change them.

    Returns
    -------
    str
        Python source without a newline at the end; empty if there is nothing to show, or if an
        argument is an object or too large to be read.
    """
    if not calls or not all(_readable(call) for call in calls):
        return ""
    lines = ["import numpy as np"]
    taken = {"np", "print"}.union(*(_names(call) for call in calls))
    parameters = {f: tuple(free(one, taken) for one in own) for f, own in parameters.items()}
    for module in dict.fromkeys(call.module for call in calls) if imported else ():
        names = [name for call in calls if call.module == module for name in _names(call)]
        lines.append(f"from {module} import {', '.join(dict.fromkeys(names))}")
    lines.append("")
    current: dict[str, Any] = {}
    for call in calls:
        if anew:
            current.clear()
        if isinstance(call, Call):
            lines += _call(call, parameters, current)
        else:
            lines += listing(call, parameters, current, taken, anew=anew)
    return "\n".join(lines)


def _readable(call: Call | Program) -> bool:
    if isinstance(call, Program):
        return readable(call)
    return all(showable(argument) for argument in call.arguments)


def _names(call: Call | Program) -> list[str]:
    return [call.name] if isinstance(call, Call) else sorted(program_names(call))


def _call(call: Call, parameters: dict[str, tuple[str, ...]], current: dict[str, Any]) -> list[str]:
    """Return the lines that repeat a call; `current` is what the variables hold by then."""
    lines = []
    names = _named(call, parameters)
    for name, argument in zip(names, call.arguments, strict=True):
        if name not in current or not identical(current[name], argument):
            lines += assignment(name, argument)
            current[name] = argument
    held = _held(call, names)
    lines += [f"{variable} = list({name})" for name, variable in held.items()]
    lines.append(f"print({call.name}({', '.join(names)}))")
    if call.answer is None:
        return lines
    lines += comment("returned: ", call.answer.result)
    if call.watched:
        printed = [held.get(name, name) for name in names]
        lines += _afterwards(printed, call.arguments, call.answer.after, current)
        for name in held:  # no more what it was given
            current.pop(name, None)
    return lines


def _held(call: Call, names: Sequence[str]) -> dict[str, str]:
    """Return names for the arrays that were passed in lists which hold others after the call."""
    rebound = call.answer.rebound if call.answer is not None and call.watched else ()
    return {
        name: f"passed_{name}"
        for name, argument, other in zip(names, call.arguments, rebound, strict=False)
        if other and isinstance(argument, list)
    }


def _named(call: Call, parameters: dict[str, tuple[str, ...]]) -> list[str]:
    """Return a name for each argument of a call, whether or not the task tells it."""
    told = parameters.get(call.name, ())
    others = [f"argument{place}" for place in range(1, len(call.arguments) + 1)]
    return [*told, *others[len(told) :]][: len(call.arguments)]


def _afterwards(
    names: Sequence[str], before: Sequence[Any], after: Sequence[Any], current: dict[str, Any]
) -> list[str]:
    """Return the lines that show the arguments that changed, and lists that did not."""
    lines = []
    changed = [i for i in range(len(names)) if not equal(before[i], after[i])]
    lists = [i for i in range(len(names)) if isinstance(before[i], list)]
    for i in changed or lists[:1]:
        lines += [f"print({names[i]})", *comment("now: ", after[i])]
        current[names[i]] = tree.map(_standing_for, before[i], after[i])
    return lines


def _standing_for(before: Any, after: Any) -> Any:
    """Return what a student's variable holds after the call: `after` came by copy, read-only."""
    if isinstance(before, np.ndarray) and isinstance(after, np.ndarray):
        after = after.copy()
        after.flags.writeable = before.flags.writeable
    return after
