"""One task of one submission: its file is loaded, its checks are run, and there is a result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Literal

import msgspec

from grader.authoring.task import Task
from grader.course.course import TaskFile
from grader.grading.causes import References
from grader.grading.example_cache import ExampleCache
from grader.grading.failures import folded, not_run
from grader.grading.loader import Opened
from grader.grading.locations import definition, place_of
from grader.grading.result import CheckResult, Status, TaskResult
from grader.grading.runner import MAX_SHRINKS, Runner
from grader.grading.unfinished import MESSAGE as UNFINISHED
from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.remote import Student
from grader.sandbox.client.session import Session

NO_SOLUTION = "It needs the solutions, which are not here: it runs where your course grades."

Detail = Literal["score", "cause", "example"]
"""What is read of a failure: that it is one, why it is, or also a small example that shows it."""

Progress = Callable[[str], None]
"""Told of the id of a task whenever one of its checks is done."""


Failed = Callable[[str, BaseException], None]
"""Told of the id of a check that did not pass, and of what it raised."""


def ignore(*_: object) -> None:
    """Take note of nothing."""


class Listener(msgspec.Struct, frozen=True):
    """Who is told what happens while tasks are graded.

    Attributes
    ----------
    on_internal
        Called with the traceback when a check ends through a fault of the grader.
    progress
        Called after each check.
    failed
        Called with what a check raised that did not pass.
    """

    on_internal: Callable[[str], None] = ignore
    progress: Progress = ignore
    failed: Failed = ignore


class TaskRun:
    """One task of one submission.

    Attributes
    ----------
    file, task
        The task.
    module
        What the session calls the student's file.
    runs
        Whether there is such a file, and it can be read.
    waits
        Whether hidden checks are still to be run, once the others were.
    """

    def __init__(self, file: TaskFile, task: Task, session: Session, opened: Opened) -> None:
        self.file = file
        self.task = task
        self.module = opened.module
        self.runs = not opened.status
        self._session = session
        self._opened = opened
        self.waits = False
        self._left = 0.0
        self._ran: Runner | None = None
        self._not_written: set[str] = set()

    def grade(
        self,
        material: ExampleCache,
        limits: Limits,
        listener: Listener,
        detail: Detail = "example",
        *,
        enough: int = 0,
    ) -> TaskResult:
        """Run the task's checks but the hidden ones, or say why they could not be run.

        Those that are hidden have no points yet; where the task `waits`, `grade_hidden` is due.

        Parameters
        ----------
        material
            What the checks work on.
        limits
            What the code may use up.
        listener
            Who is told of it.
        detail
            What is read of a failure.
        enough
            After so many failed checks no other is run; 0 where all are.
        """
        self._session.begin(limits)
        solved = material.reference is not None
        if self._opened.status:
            return self._unusable(self._opened.status, self._opened.problem, solved=solved)
        try:
            self._session.modules.load(self.module)
        except StudentError as error:
            message = f"{error} {error.hint}".strip()
            result = self._unusable("unreadable", message, solved=solved)
            return msgspec.structs.replace(result, place=place_of(error))
        stopped = self._session.modules.outcome(self.module).stopped
        if stopped is not None and self._lacks_all():
            message = f"{stopped} {stopped.hint}".strip()
            result = self._unusable("unreadable", message, solved=solved)
            notes = tuple(note for note in result.notes if not note.startswith(message))
            return msgspec.structs.replace(result, place=place_of(stopped), notes=notes)
        if self._opened.notebook and self._lacks_all():
            return self._unusable("missing", self._absent(), solved=solved)
        runner = self._runner(self._session, material, listener, detail)
        hidden = [check for check in self.task.checks if check.hidden]
        visible = [check for check in self.task.checks if not check.hidden]
        ran = runner.run(visible, lambda: listener.progress(self.file.id), enough)
        why = UNFINISHED if solved else NO_SOLUTION
        ran |= {check.id: not_run(check, why, solved=solved) for check in hidden}
        self.waits = solved and bool(hidden)
        if not solved:
            for _ in hidden:
                listener.progress(self.file.id)
        relations = {check.id for check in self.task.checks if check.relation}
        checks = folded([ran[check.id] for check in self.task.checks], relations)
        self._ran = runner if detail == "example" else None
        self._left = self._session.left
        self._not_written = runner.not_written
        status = _status(checks, self._not_written)
        if self.waits and status == "passed":
            status = "failed"  # until the others have passed as well
        return self._result(checks, status, "")

    def seen_again(self, result: TaskResult, limits: Limits) -> TaskResult:
        """Return the result with programs that show what it says, each in a fresh process.

        It is due after all visible checks of the submission: state that code keeps from one task to
        the next is gone after this.
        """
        if self._ran is None:
            return result
        self._session.begin(limits, self._left)
        relations = {check.id for check in self.task.checks if check.relation}
        checks = folded(self._ran.seen_again(result.checks), relations)
        self._session.take_output()  # which was printed before
        return msgspec.structs.replace(result, checks=tuple(checks))

    def grade_hidden(
        self,
        session: Session,
        result: TaskResult,
        material: ExampleCache,
        limits: Limits,
        listener: Listener,
    ) -> TaskResult:
        """Run the hidden checks, after all others of the submission.

        Parameters
        ----------
        session
            One that knows the submission's modules, and in which no other check has run. Nothing
            but hidden checks is run in it after this.
        result
            What `grade` returned.
        material, limits, listener
            As for `grade`. The time of the task goes on from where it stood.
        """
        session.begin(limits, self._left)
        passed = {check.id: check.outcome == "passed" for check in result.checks}
        runner = self._runner(session, material, listener, "score", passed)
        hidden = [check for check in self.task.checks if check.hidden]
        ran = runner.run(hidden, lambda: listener.progress(self.file.id))
        checks = [ran.get(check.id, check) for check in result.checks]
        return msgspec.structs.replace(
            result,
            status=_status(checks, self._not_written),
            score=sum(check.score for check in checks),
            checks=tuple(checks),
            hidden_output=session.take_output(),
        )

    def _runner(
        self,
        session: Session,
        material: ExampleCache,
        listener: Listener,
        detail: Detail,
        passed: Mapping[str, bool] | None = None,
    ) -> Runner:
        return Runner(
            self.task,
            Student(session, self._opened.asked or self.module, self.task.functions),
            material,
            listener.on_internal,
            partial(definition, self._opened.path),
            MAX_SHRINKS if detail == "example" else 0,
            passed,
            explains=detail != "score",
            imported=not self._opened.notebook,
            failed=listener.failed,
        )

    def references(self) -> References:
        """Return which functions of the file lead to which others of the submission."""
        return self._session.modules.references(self.module)

    def _lacks_all(self) -> bool:
        """Whether nothing that the task asks for is defined."""
        return not set(self.task.functions) & set(self._session.modules.outcome(self.module).names)

    def _absent(self) -> str:
        """Return a sentence about a notebook with nothing that the task asks for."""
        names = " or ".join(f"`{name}`" for name in self.task.functions)
        if not self._opened.shown:
            return f"Nothing defines {names} here yet: run the code that does."
        return f"No cell of {self._opened.shown} defines {names}."

    def _unusable(self, status: Status, message: str, *, solved: bool) -> TaskResult:
        checks = [not_run(check, message, solved=solved) for check in self.task.checks]
        return self._result(checks, status, message)

    def _result(self, checks: Sequence[CheckResult], status: Status, message: str) -> TaskResult:
        notes = self._session.modules.outcome(self.module).notes
        return TaskResult(
            id=self.file.id,
            title=self.task.title,
            assignment=self.file.assignment,
            status=status,
            score=sum(check.score for check in checks),
            max_score=sum(check.max_score for check in checks),
            checks=tuple(checks),
            file=self._opened.shown,
            instead_of=self._opened.instead_of,
            message=message,
            notes=(*filter(None, [self._opened.note]), *notes),
            output=self._session.take_output(),
        )


def _status(checks: Sequence[CheckResult], not_written: set[str]) -> Status:
    """Return where a task stands; the checks that were skipped say nothing of their own.

    Nor does how a hidden one failed: whether something is written yet, the others show.
    """
    ran = [check for check in checks if check.outcome != "skipped"]
    if ran and all(check.outcome == "passed" for check in ran):
        return "passed"
    seen = {check.id for check in ran if not check.hidden or check.outcome == "passed"}
    return "not started" if seen <= not_written and (seen or not ran) else "failed"
