"""Where the cause of a failed task may be: in another task whose functions it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from grader.authoring.task import Task
from grader.grading.result import Dependency, TaskResult

Used = Mapping[str, tuple[str, ...]]
"""The ids of tasks that another one uses, and the functions of each; none where it uses it all."""

References = Mapping[str, Iterable[tuple[str, str]]]
"""By the name of a function, other functions that it leads to, and where they were defined."""


def used(
    task: Task, module: str, references: References, others: Mapping[str, tuple[Task, str]]
) -> Used:
    """Return the ids of the tasks that a submission's `task` uses, and which functions of theirs.

    Parameters
    ----------
    task, module
        The task, and the module that its functions are in.
    references
        What the functions of that module lead to.
    others
        The other tasks of the assignment by id, each with its module, which may be the same one.
    """
    reached = {pair for name in task.functions for pair in references.get(name, ())}
    found = {}
    for id_, (other, other_module) in others.items():
        own = task.functions if other_module == module else ()
        names = [
            name
            for name in other.functions
            if name not in own and any(pair in reached for pair in _pairs(name, other_module))
        ]
        if names or id_ in task.builds_on:
            found[id_] = () if id_ in task.builds_on else tuple(names)
    return found


def _pairs(name: str, module: str) -> tuple[tuple[str, str], ...]:
    """Return how a function may be told; the cells of a notebook are the main module."""
    return (name, module), (name, "__main__")


def has_failed(result: TaskResult) -> bool:
    """Whether checks that ran have failed, and not for want of code."""
    failed = any(check.outcome not in ("passed", "skipped") for check in result.checks)
    return failed and result.status == "failed"


def explained(result: TaskResult, uses: Used, results: Callable[[str], TaskResult]) -> TaskResult:
    """Return the result of a task with the tasks in which its mistakes may really be.

    Parameters
    ----------
    result
        How the task ended.
    uses
        The tasks that it uses.
    results
        Returns how one of these ended.
    """
    causes = [_cause(results(id_), functions) for id_, functions in uses.items()]
    return msgspec.structs.replace(result, causes=tuple(c for c in causes if c is not None))


def _cause(result: TaskResult, functions: tuple[str, ...]) -> Dependency | None:
    """Return a task that another one uses as its dependency; None if it has all of its points."""
    if result.status == "passed" or result.score == result.max_score:
        return None
    return Dependency(
        task=result.id,
        file=result.file,
        functions=functions,
        score=result.score,
        max_score=result.max_score,
    )
