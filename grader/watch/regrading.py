"""Grading the same work again and again, with all kept warm that does not depend on it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import msgspec

from grader.authoring.task import Task
from grader.course.course import Course, TaskFile
from grader.errors import MachineError, UsageError
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import Report, TaskResult
from grader.grading.selection import asked_for
from grader.grading.store import Store
from grader.sandbox.client.limits import Isolation
from grader.sandbox.client.transport.launcher import ForkServer
from grader.submission.submission import Submission, open_submission
from grader.watch.touched import fingerprints

PATIENCE = 1.0
"""Seconds after which a grading is cut off when the work changes: it may wait for a time limit."""

Ahead = Callable[[Grading], AbstractContextManager[object]]


class Superseded(Exception):
    """The work has changed while it was graded."""


class Work(msgspec.Struct, frozen=True):
    """What is graded.

    Attributes
    ----------
    course, tasks
        The tasks, loaded.
    path
        What is handed in, which need not be there yet; None for the course's own folder.
    chance, isolation
        As for `Grading`.
    checks
        The names of the checks that alone are to be seen, where some were chosen.
    """

    course: Course
    tasks: Sequence[tuple[TaskFile, Task]]
    path: Path | None
    chance: Chance
    isolation: Isolation
    checks: tuple[str, ...] = ()

    def open(self) -> Submission:
        """Return the submission as it is now; raises UsageError where there is none."""
        if self.path is None:
            return Submission(self.course.assignments)
        return open_submission(self.path)


class Regrading:
    """Grades the tasks that a change touches, and knows the results of the others.

    Parameters
    ----------
    work
        What is graded.
    ahead
        Surrounds the first grading, as with a process that draws examples.
    """

    def __init__(self, work: Work, ahead: Ahead = nullcontext) -> None:
        self._work = work
        self._ahead = ahead
        self._changed = threading.Event()
        self._timing = threading.Lock()
        self._began: float | None = None
        self._cut_off = False
        self._results: dict[str, TaskResult] = {}
        self._prints: dict[str, bytes] = {}
        self._begin()

    def _begin(self) -> None:
        self._parent = ForkServer()
        self._grading = Grading(
            self._work.course,
            chance=self._work.chance,
            store=Store(),
            isolation=self._work.isolation,
            parent=self._parent,
            own_work=True,
        )

    def close(self) -> None:
        """End all processes."""
        self._grading.close()
        self._parent.close()

    def change(self) -> None:
        """Say that files have changed, from whatever thread: a grading that goes on is cut off."""
        self._changed.set()
        self._cut_off_after(PATIENCE)

    def stop(self) -> None:
        """Cut off what goes on, and let nobody wait any longer."""
        self._changed.set()
        self._cut_off_after(0.0)

    def _cut_off_after(self, seconds: float) -> None:
        with self._timing:
            if self._began is not None and time.monotonic() - self._began > seconds:
                self._cut_off = True
                self._parent.hang_up()

    def wait(self) -> None:
        """Wait for a change."""
        self._changed.wait()

    def update(self) -> tuple[Report, frozenset[str]] | None:
        """Return the report on the work as it is now, and the ids of the tasks that were graded.

        None where nothing that counts has changed, or it changed again in the meantime.

        Raises
        ------
        UsageError
            When there is nothing that can be graded.
        grader.errors.GraderError
            When this machine cannot grade it.
        """
        self._changed.clear()
        try:
            submission = self._work.open()
        except UsageError:
            self._prints.clear()
            raise
        prints = fingerprints(self._work.course, self._work.tasks, submission)
        due = [one for one in self._work.tasks if prints[one[0].id] != self._prints.get(one[0].id)]
        if not due:
            return None
        try:
            report = self._grade(due, submission)
        except (Superseded, MachineError):
            if not self._changed.is_set():
                raise
            return None
        self._prints |= prints
        self._results |= {task.id: task for task in report.tasks}
        return self._whole(report), frozenset(file.id for file, _ in due)

    def _grade(self, due: Sequence[tuple[TaskFile, Task]], submission: Submission) -> Report:
        if self._cut_off or not self._parent.alive:
            self._cut_off = False
            self.close()
            self._begin()
        ahead, self._ahead = self._ahead, nullcontext
        self._time(time.monotonic())
        try:
            with ahead(self._grading):
                return self._grading.grade(due, submission, progress=self._go_on)
        finally:
            self._time(None)

    def _time(self, began: float | None) -> None:
        with self._timing:
            self._began = began

    def _go_on(self, _: str) -> None:
        if self._changed.is_set():
            raise Superseded

    def _whole(self, report: Report) -> Report:
        """Return a report on all tasks, of which one has those that were graded just now."""
        tasks = tuple(self._results[file.id] for file, _ in self._work.tasks)
        whole = msgspec.structs.replace(
            report,
            tasks=tasks,
            score=sum(task.score for task in tasks),
            max_score=sum(task.max_score for task in tasks),
        )
        return asked_for(whole, self._work.checks) if self._work.checks else whole
