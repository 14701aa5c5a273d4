"""Whether a task that was loaded can be judged: what its parts say of each other has to fit.

What can be told of one check alone is refused as it is written, by `grader.authoring.rules`.
"""

from __future__ import annotations

import ast
import dis
import inspect
import keyword
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from types import CodeType, ModuleType

from grader.authoring.rules import kind_of, nearest
from grader.authoring.task import Check, Recipe, Task
from grader.course import faults
from grader.untrusted.filenames import shown

Function = ast.FunctionDef | ast.AsyncFunctionDef


def misfits(path: Path, task: Task, module: ModuleType, solution: Path) -> Iterator[str]:
    """Yield a sentence for whatever does not fit in a task, with the place and the cure.

    Parameters
    ----------
    path
        The check file.
    task
        What it defines.
    module
        The file, imported.
    solution
        Where the solution is, if there is one.
    """
    lines = path.read_text("utf-8", "replace").splitlines()
    here = faults.at(path, faults.line_of(lines, r"^task\b"))
    if others := [n for n, v in vars(module).items() if isinstance(v, Task) and v is not task]:
        yield f"{here}: {others[0]} is a second task here: give each task its file."
    stem = (task.file or path.name).removesuffix(".py")
    if not stem.isidentifier() or keyword.iskeyword(stem):
        yield (
            f"{here}: students could not import {stem}.py. Rename the check file, or name the "
            'student\'s file: Task(…, file="…").'
        )
    known = {one.stem for one in path.parent.glob("[!_]*.py")}
    for other in task.builds_on:
        if other not in known:
            yield (
                f"{here}: builds_on names {other!r}, and this assignment has no such task. "
                f"{nearest(str(other), sorted(known - {path.stem}) or ['no others'])}"
            )
    yield from _of_recipes(task)
    if solution.is_file():
        yield from _of_solution(here, task, solution)


def _of_recipes(task: Task) -> Iterator[str]:
    seen: dict[str, Recipe] = {}
    for check in task.checks:
        kinds = []
        for recipe in filter(None, (check.given, check.handout)):
            place = faults.written(recipe)
            if seen.setdefault(recipe.__name__, recipe) is not recipe:
                other = faults.written(seen[recipe.__name__])
                yield (
                    f"{place}: another recipe is named {recipe.__name__}, too ({other}), and "
                    "examples are kept by that name: rename one of them."
                )
                return
            try:
                kinds.append(kind_of(recipe))
            except ValueError as fault:
                yield f"{place}: {fault}."
        if len(kinds) == 2 and kinds[0] != kinds[1]:
            yield (
                f"{faults.written(check.function)}: handout= of the check {check.id} "
                f"makes a {kinds[1].__name__}, and given= a {kinds[0].__name__}: both have to make "
                "the same."
            )


def _of_solution(here: str, task: Task, solution: Path) -> Iterator[str]:
    """Yield what the task names that its solution lacks, or has with other parameters."""
    try:
        tree = ast.parse(solution.read_bytes())
    except (SyntaxError, ValueError, RecursionError):
        return  # which is told where solutions are run
    functions = dict(_defined(tree))
    if "*" in functions:
        return
    for name, signature in task.functions.items():
        owner = name.partition(".")[0]
        if owner not in functions:
            near = nearest(owner, sorted(n for n in functions if "." not in n) or ["no functions"])
            yield (
                f"{here}: functions= names {name}, which the solution "
                f"{shown(solution)} lacks. {near}"
            )
        elif (node := functions.get(name)) and not _takes(node, len(signature.parameters)):
            due = ", ".join(signature.parameters)
            yield (
                f"{here}: functions= says {name}({due}), but in "
                f"{faults.at(solution, node.lineno)} it has other parameters. Let both say "
                "the same."
            )
    owners = {name.partition(".")[0] for name in task.functions}
    for check in task.checks:
        for name in _asked(check):
            if name not in owners and name not in functions:
                yield (
                    f"{faults.written(check.function)}: the check {check.id} asks for "
                    f"student.{name}, which neither functions= names nor the solution has. "
                    f"{nearest(name, sorted(owners))}"
                )


def _defined(tree: ast.Module) -> Iterator[tuple[str, Function | None]]:
    """Yield what a module has at its top: names, and methods as ``Layer.forward``."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node.name, None
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, None
        elif isinstance(node, ast.ImportFrom | ast.Import):
            yield from ((one.asname or one.name.partition(".")[0], None) for one in node.names)
        elif isinstance(node, ast.ClassDef):
            yield node.name, None
    for top in tree.body:
        if isinstance(top, Function):
            yield top.name, None if top.decorator_list else top
        elif isinstance(top, ast.ClassDef):
            for inner in top.body:
                if isinstance(inner, Function):
                    yield f"{top.name}.{inner.name}", None if inner.decorator_list else inner
                    if inner.name == "__init__" and not (top.decorator_list or top.keywords):
                        yield top.name, inner


def _takes(node: Function, count: int) -> bool:
    """Whether a function can be called with so many positional arguments, beside ``self``."""
    args = node.args
    names = [one.arg for one in (*args.posonlyargs, *args.args)]
    own = bool(names) and names[0] in ("self", "cls")
    least, most = len(names) - own - len(args.defaults), len(names) - own
    return least <= count and (count <= most or args.vararg is not None)


def _asked(check: Check) -> Iterator[str]:
    """Yield the names that a check asks the student's code for, as ``student.name``."""
    code: CodeType = inspect.unwrap(check.function).__code__
    first = code.co_varnames[0] if code.co_argcount else ""
    for one, two in pairwise(dis.get_instructions(code)):
        loads = one.opname.startswith("LOAD_FAST") and one.argval == first
        if loads and two.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            yield two.argval


def refuse_name(path: Path) -> str:
    """Return why the name of a check file can be no task's id, or nothing."""
    if re.fullmatch(r"[\w-]+", path.stem) and not path.stem.startswith("-"):
        return ""
    return (
        f"{faults.at(path, 1)}: {path.stem!r} can be no task's id, which people type: rename the "
        "file, with letters, digits, _ and - alone. A file that is no task begins with _."
    )


def without_task(path: Path, module: Mapping[str, object]) -> str:
    """Return what to say of a check file that has no ``task``."""
    other = next((name for name, value in module.items() if isinstance(value, Task)), "")
    cure = (
        f"{other} is one: call it `task`"
        if other
        else "write one, or let the file's name begin with _ if it only helps others"
    )
    return f"{faults.at(path, 1)}: it defines no `task = Task(…)`: {cure}."
