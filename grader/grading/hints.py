"""Hints in steps: a question, the part of the formula, the place; each only when it is asked for.

A hint fits the cause. Of wrong numbers that nothing explains, the check's author says what is due.
Where the report names what is wrong, or the code raised, the first step begins there. No step says
what the mistake is: nobody knows it but where the numbers prove it, and then the report has it.
"""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from grader.course.settings import gives_hints
from grader.errors import UsageError
from grader.grading.store import fingerprint
from grader.submission.submission import shown
from grader.untrusted.filenames import open_plain
from grader.untrusted.sizes import MAX_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.authoring.task import Task
    from grader.checking.mismatch import Kind
    from grader.course.course import Course, TaskFile
    from grader.grading.result import CheckResult, Place, Report, TaskResult
    from grader.grading.store import Store

_BY_KIND: Mapping[Kind, tuple[str, ...]] = {
    "shape": (
        "Which shape has each array that goes into it? Print them, next to the shape that is due.",
    ),
    "dtype": ("Print the `.dtype` of each step on the way to it: where does it change?",),
    "not an array": ("What does the function return, on every way through it? Print it there.",),
}
"""What to look at where the message itself says what is due."""

_BY_OUTCOME: Mapping[str, tuple[str, ...]] = {
    "error": (
        "Where does each name in that line come from, and what does it hold at that moment? Print "
        "it, and its shape, in the line above.",
    ),
    "timeout": (
        "How often does each loop run, and when should it end? Print something at the top of each.",
    ),
    "crashed": (
        "How far does it get? Print something before each step: the last line that appears is "
        "where to look.",
    ),
}

_HIDDEN = "It is hidden. What does the handout ask for that you have not tried by hand yet?"


class Shown(msgspec.Struct, frozen=True):
    """How far somebody has read the hints of a failure.

    Attributes
    ----------
    cause
        Which failure it is; empty for none.
    count
        How many steps were shown; one more than there are where all were shown again.
    """

    cause: str = ""
    count: int = 0


class Hints:
    """The hints on some work, of which one is told at a time.

    How far they were read is kept in the user's cache folder, for each task by itself.

    Parameters
    ----------
    course
        The course.
    tasks
        Its tasks, loaded.
    store
        Where it is kept how far they were read.
    work
        What tells the work from any other one: where it lies.

    Raises
    ------
    UsageError
        When the course gives no hints.
    """

    def __init__(
        self, course: Course, tasks: Sequence[tuple[TaskFile, Task]], store: Store, work: str
    ) -> None:
        if not gives_hints(course):
            raise UsageError(
                "This course gives no hints: its assignments/course.toml has turned them off."
            )
        self._course = course
        self._tasks = {file.id: task for file, task in tasks}
        self._progress = Progress(store, str(course.root), work)

    def all(self, task: TaskResult, check: CheckResult | None) -> list[str]:
        """Return all steps for a failure, see `steps`."""
        handout = self._course.assignments / task.assignment / "README.md"
        named = shown(handout) if handout.is_file() else ""
        return steps(task, check, self._tasks[task.id], named)

    def next(self, task: TaskResult, check: CheckResult | None) -> tuple[list[str], int | None]:
        """Return all steps for a failure, and how many of them are read with this one.

        That is one more than there are where all were read before, and None where it cannot be
        kept how far somebody is.
        """
        found = self.all(task, check)
        return found, self._progress.advance(task.id, cause_of(check, task), len(found) + 1)

    def forget(self, report: Report) -> None:
        """Begin with the first step again, where a task has passed."""
        self._progress.forget(report)


class Progress:
    """Remembers how far the hints on some work were read.

    Parameters
    ----------
    store
        Where it is kept.
    root, work
        What tells the work from any other one: the course's folder, and where it lies.
    """

    def __init__(self, store: Store, root: str, work: str) -> None:
        self._store = store
        self._parts = root, work

    def advance(self, task: str, cause: str, last: int) -> int | None:
        """Take one more step of the hints on a cause, and no more than `last`.

        Returns
        -------
        int or None
            How many were taken with this one; None where that cannot be kept.
        """
        key = self._key(task)
        before = self._store.read(key, Shown) or Shown()
        count = before.count if before.cause == cause else 0
        now = Shown(cause, min(count + 1, last))
        self._store.keep(key, now)
        return now.count if self._store.read(key, Shown) == now else None

    def forget(self, report: Report) -> None:
        """Begin with the first step again, where a task has passed."""
        for key in (self._key(task.id) for task in report.tasks if task.status == "passed"):
            if self._store.has(key):
                self._store.keep(key, Shown())

    def _key(self, task: str) -> str:
        return fingerprint("hints", *self._parts, task)


def without_hints(task: TaskResult) -> TaskResult:
    """Return a result as a course wants it that gives none."""
    checks = tuple(msgspec.structs.replace(check, hint="") for check in task.checks)
    return msgspec.structs.replace(task, checks=checks)


def cause_of(check: CheckResult | None, task: TaskResult) -> str:
    """Return what stays the same of a failure while somebody works on it: no line, no number."""
    if check is None:
        return task.status
    mismatch = check.mismatch
    if mismatch is not None:
        return f"{check.id} {mismatch.kind} {mismatch.array} {mismatch.diagnosis}"
    return f"{check.id} {check.outcome} {re.sub(r'[0-9]+', '', check.message)}"


def steps(task: TaskResult, check: CheckResult | None, course: Task, handout: str) -> list[str]:
    """Return the hints of a failure, one step after the other.

    Parameters
    ----------
    task, check
        How the task ended, and the check to mend first; None where none of its checks ran.
    course
        The task as its author wrote it down.
    handout
        The file that says what is asked for, to be named; empty where there is none.
    """
    if task.status in {"not started", "missing"}:
        return list(_beginning(task, course, handout))
    elsewhere = [
        f"This uses the work of {cause.task}, which has lost points itself. What is wrong there? "
        f"`grade {cause.task} --hint`"
        for cause in task.causes[:1]
    ]
    if check is None:
        return [*elsewhere, *_unreadable(task)]
    if check.hidden:
        return [*elsewhere, _HIDDEN]
    return [*elsewhere, *_of_check(check, course), _place(task, check)]


def _beginning(task: TaskResult, course: Task, handout: str) -> Iterator[str]:
    """Yield where to begin with a task that is not there yet."""
    first = next(iter(course.functions.values()))
    written = f"`{first.name}({', '.join(first.parameters)})`"
    yield (
        f"What does the handout ask for, in words? Read the section on {task.id} in {handout}."
        if handout
        else f"What is `{first.name}` due to return? Say it in words before you write it."
    )
    yield f"Begin with {written} alone, and work its result out by hand for two or three numbers."
    line = next((check.place.line for check in task.checks if check.place), 0)
    where = f"{task.file}, line {line}" if line else task.file
    if where and task.status == "missing":
        yield f"The place: your code goes into {where}."
    elif where:
        yield f"The place: {where}. Your code takes the place of `raise NotImplementedError`."


def _unreadable(task: TaskResult) -> Iterator[str]:
    """Yield what helps with a file that does not come to its end."""
    yield "What stands in the line that the message names, and in the line above it?"
    if task.place is not None:
        yield f"The place: {_file(task, task.place)}, line {task.place.line}, or just above it."


def _of_check(check: CheckResult, course: Task) -> Iterator[str]:
    """Yield all steps but the last one, the place."""
    mismatch = check.mismatch
    own = next((one.hints for one in course.checks if one.id == check.id), ())
    if mismatch is None:
        yield from _BY_OUTCOME.get(check.outcome, ())
        yield from [check.hint] if check.hint else ()
    elif mismatch.diagnosis:
        yield f"The numbers say: {mismatch.diagnosis} Which of your lines makes that so?"
        yield from own[1:]
    else:
        yield from _BY_KIND.get(mismatch.kind, own)


def _place(task: TaskResult, check: CheckResult) -> str:
    """Return the last step: the line that raised, or that the wrong array comes from."""
    array = check.mismatch.array.partition("[")[0] if check.mismatch else ""
    if check.place is None:
        what = f"`{array}` comes from" if array.isidentifier() else "it comes from"
        named = "the line that the message names" if check.mismatch is None else f"where {what}"
        return f"The place: {named}. Go back from there, with the numbers of the report's program."
    file, line = _file(task, check.place), check.place.line
    if check.mismatch is None:
        return f"The place: {file}, line {line}. Follow its names back to where each was made."
    near = _last_set(Path(file), line, array)
    told = f"The place: {file}, line {near or line}"
    what = f"`{array}`" if array.isidentifier() else "the result"
    where = "" if near else ", where the function begins"
    return f"{told}{where}. Work out by hand how {what} gets its value, and go back from there."


def _file(task: TaskResult, place: Place) -> str:
    """Return the file of a place as the student would open it."""
    return str(Path(task.file).parent / place.file) if task.file else place.file


def _last_set(path: Path, line: int, array: str) -> int:
    """Return the line that sets an array last, else returns, in the function that begins at a line.

    The file is looked at, not run; 0 where it does not tell.
    """
    try:
        with open(path, encoding="utf-8", errors="replace", opener=open_plain) as file:
            code = file.read(MAX_CODE)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return 0
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    function = next((one for one in functions if one.lineno == line), None)
    if function is None:
        return 0
    inside = [node for part in function.body for node in ast.walk(part)]
    stores = [
        node.lineno
        for node in inside
        if isinstance(node, ast.Name | ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and (node.id if isinstance(node, ast.Name) else node.attr) == array
    ]
    returns = [node.lineno for node in inside if isinstance(node, ast.Return)]
    return max(stores or returns, default=0)
