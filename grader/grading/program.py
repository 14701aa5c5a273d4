"""A script as Python that a student can paste beside their file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from grader.grading.literals import assignment, comment, expression, free, identical, showable
from grader.sandbox.client.codec import labels, required
from grader.sandbox.client.scripts import Program
from grader.sandbox.protocol import tree
from grader.sandbox.protocol.values import Handle

MAX_STEPS = 40


def program_names(program: Program) -> set[str]:
    """Return the names that a program imports from its module."""
    return required({"op": "run", "steps": _shown(program)})


def readable(program: Program) -> bool:
    """Whether a program is short enough to be read, and holds nothing that cannot be shown."""
    steps = _shown(program)
    return len(steps) <= MAX_STEPS and all(_showable(value) for s in steps for value in _values(s))


def listing(
    program: Program,
    parameters: dict[str, tuple[str, ...]],
    current: dict[str, Any],
    taken: Collection[str] = (),
    *,
    anew: bool = False,
) -> list[str]:
    """Return the lines that repeat a program and print its results, and what they were.

    Parameters
    ----------
    program
        The program, up to the step that failed.
    parameters
        The names of positional parameters by the labels of calls: ``Layer.forward``.
    current
        The arrays that names stand for by now; what the lines assign is added.
    taken
        Names that no variable may have, as functions have them.
    anew
        Whether each call gets its arrays anew, as the functions may change them.
    """
    steps = _shown(program)
    paths = labels(steps)
    values = {number: free(name, taken) for number, name in program.names.items()}
    variables = _variables(values, steps, taken)
    lines: list[str] = []
    for number, step in enumerate(steps):
        if anew:
            current.clear()
        arguments, before = _arguments(step, parameters.get(paths[number], ()), variables, current)
        text = _expression(number, steps, variables, arguments)
        printed = number in program.results or number == program.failed
        lines += before
        variable = variables.get(number) or values.get(number, "")
        lines += _statement(step, text, arguments, variable, printed)
        if number in program.results:
            label = "returned: " if step[0] == "call" else "it is: "
            lines += comment(label, program.results[number])
    return lines


def _shown(program: Program) -> list[list[Any]]:
    end = len(program.steps) if program.failed is None else program.failed + 1
    return program.steps[:end]


def _values(step: Sequence[Any]) -> Iterator[Any]:
    """Yield the values that a step takes, also those inside of lists."""
    taken = step[3] if step[0] == "call" else [step[-1]] if step[0] in ("set", "value") else []
    return tree.leaves(taken)


def _showable(value: Any) -> bool:
    return showable(value) or isinstance(value, bool | int | float | str | Handle | None)


def _uses(step: Sequence[Any]) -> Iterator[int]:
    if step[0] != "value" and step[1] is not None:
        yield step[1]
    yield from (value.number for value in _values(step) if isinstance(value, Handle))


def _variables(
    values: dict[int, str], steps: list[list[Any]], taken: Collection[str]
) -> dict[int, str]:
    """Return a name for each result that a later step uses, unless it is simply read anew."""
    used = {number for step in steps for number in _uses(step)}
    pinned = {step[1] for step in steps if step[0] == "again"}
    pinned |= {value.number for step in steps for value in _values(step) if type(value) is Handle}
    named = [n for n in sorted(used) if n in pinned or steps[n][0] in ("call", "value")]
    bases = {n: values.get(n) or _base(steps[n]) for n in named if steps[n][0] != "again"}
    often = Counter(bases.values())
    seen: Counter[str] = Counter()
    names = {}
    for number, base in bases.items():
        seen[base] += 1
        names[number] = free(f"{base}{seen[base]}" if often[base] > 1 else base, taken)
    return names


def _base(step: Sequence[Any]) -> str:
    """Return a plain name for a result: ``network`` for a NeuralNetwork, ``forward_result``."""
    name = str(step[2]) if step[0] in ("call", "get") else "element"
    words = re.findall(r"[A-Z][a-z0-9]*", name)
    if step[0] == "call":
        return words[-1].lower() if name[:1].isupper() and words else f"{name}_result"
    return name


def _arguments(
    step: Sequence[Any],
    parameters: tuple[str, ...],
    variables: dict[int, str],
    current: dict[str, Any],
) -> tuple[list[str], list[str]]:
    """Return the texts of the values that a step takes, and the lines that they need before."""
    if step[0] != "call":
        values = [step[-1]] if step[0] in ("set", "value") else []
        return [_text(value, variables) for value in values], []
    texts, lines = [], []
    for place, argument in enumerate(step[3]):
        if not isinstance(argument, np.ndarray) or place >= len(parameters):
            texts.append(_text(argument, variables))
            continue
        name = parameters[place]
        if name in variables.values():  # an array that later steps use has it
            name = f"other_{name}"
        if name not in current or not identical(current[name], argument):
            lines += assignment(name, argument)
            current[name] = argument
        texts.append(name)
    return texts, lines


def _text(value: Any, variables: dict[int, str]) -> str:
    """Return an expression for a value."""

    def leaf(value: Any) -> str:
        return variables[value.number] if isinstance(value, Handle) else expression(value)

    def sequence(value: Any, parts: list[str]) -> str:
        inside = ", ".join(parts)
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(parts) == 1 else f"({inside})"

    return tree.fold(value, leaf, sequence)


def _expression(
    number: int, steps: list[list[Any]], variables: dict[int, str], arguments: list[str]
) -> str:
    kind, on, *rest = steps[number]
    if kind == "value":
        return arguments[0]
    owner = "" if on is None else _reference(on, steps, variables)
    dotted = f"{owner}." if owner else ""
    match kind:
        case "call":
            return f"{dotted}{rest[0]}({', '.join(arguments)})"
        case "get" | "set":
            return f"{dotted}{rest[0]}"
        case "item":
            return f"{owner}[{rest[0]}]"
    return owner


def _reference(number: int, steps: list[list[Any]], variables: dict[int, str]) -> str:
    """Return how to speak of an earlier result."""
    return variables.get(number) or _expression(number, steps, variables, [])


def _statement(
    step: Sequence[Any], text: str, arguments: list[str], variable: str, printed: bool
) -> list[str]:
    """Return the lines that do a step."""
    if step[0] in ("set", "value"):
        target = (variable or "value") if step[0] == "value" else text
        value = step[-1]
        if isinstance(value, np.ndarray):
            lines = assignment(target, value)
        else:
            lines = [f"{target} = {arguments[0]}"]
        return [*lines, f"print({target})"] if printed else lines
    if variable:
        return [f"{variable} = {text}", *([f"print({variable})"] if printed else [])]
    if printed:
        return [f"print({text})"]
    return [text] if step[0] == "call" else []
