"""Grading one submission of many: the one place to change in order to do it another way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader.batch.archives import Unreadable
from grader.course.course import load_task, open_course
from grader.errors import MachineError, UsageError
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import Report
from grader.grading.store import Store, T
from grader.sandbox.client.limits import Isolation
from grader.sandbox.client.transport.launcher import ForkServer
from grader.submission.submission import Submission, open_submission

ATTEMPTS = 3
"""How often a submission is graded while the process that its own are forked from is killed."""


class Order(msgspec.Struct, frozen=True):
    """What all submissions of a batch are graded for."""

    course: str
    tasks: tuple[str, ...]
    chance: Chance
    isolation: Isolation
    enough: int = 0
    """After so many failed checks of a task a submission is left; 0 where all of it matters."""


class Marker:
    """Grades one submission after the other, with the course and its examples loaded once.

    Parameters
    ----------
    order
        The course, the tasks, what examples are drawn from, and how far submissions have to be kept
        apart.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._course = open_course(Path(order.course))
        self._tasks = [(file, load_task(file)) for file in self._course.select(order.tasks)]
        self._store = WarmStore()
        self._parent = ForkServer()
        self._grading = self._begin()

    def _begin(self) -> Grading:
        return Grading(
            self._course,
            chance=self._order.chance,
            store=self._store,
            isolation=self._order.isolation,
            parent=self._parent,
            enough=self._order.enough,
        )

    def close(self) -> None:
        """End the processes that were kept for the next submission."""
        self._grading.close()
        self._parent.close()

    def grade(self, path: Path, ids: Sequence[str] = ()) -> Report:
        """Return the report on the submission at `path`, an absolute path without links.

        It is graded for the tasks with these `ids`, in their order, or for all of the order. For
        the time being the current folder is the submission's: so the report names its files as
        they lie in it, wherever the copy that is graded may be.

        Raises
        ------
        Unreadable
            When it is nothing that can be graded.
        grader.errors.GraderError
            When this machine cannot grade it, through no fault of the submission.
        """
        with contextlib.chdir(path if path.is_dir() else path.parent):
            try:
                submission = open_submission(path)
            except UsageError as error:
                raise Unreadable(str(error)) from error
            return self._judge(submission, ids)

    def _judge(self, submission: Submission, ids: Sequence[str]) -> Report:
        """Grade; once more where the fork server was killed, which takes its processes with it.

        Whoever did that did it from outside: no submission can reach it.
        """
        by_id = {file.id: (file, task) for file, task in self._tasks}
        tasks = [by_id[id_] for id_ in ids] or self._tasks
        for _ in range(ATTEMPTS):
            if not self._parent.alive:
                self.close()
                self._parent = ForkServer()
                self._grading = self._begin()
            try:
                report = self._grading.grade(tasks, submission)
            except MachineError:
                if self._parent.alive:
                    raise
            else:
                if self._parent.alive:
                    return report
        raise MachineError("The process that starts those of submissions was killed.")


class WarmStore(Store):
    """A store that reads each file once; what it holds depends on the course alone."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder)
        self._examples: dict[str, list[Any]] = {}
        self._others: dict[str, Any] = {}

    def examples(
        self, recipe: Callable[..., Any], key: str, draw: Callable[[], list[Any]]
    ) -> list[Any]:
        """Return the examples for `key`, as `Store` does."""
        if key not in self._examples:
            self._examples[key] = super().examples(recipe, key, draw)
        return self._examples[key]

    def read(self, key: str, kind: type[T]) -> T | None:
        """Return what is kept for `key`, as `Store` does."""
        if key not in self._others and (found := super().read(key, kind)) is not None:
            self._others[key] = found
        return self._others.get(key)

    def keep(self, key: str, value: object) -> None:
        """Keep a value, here and for later runs."""
        self._others[key] = value
        super().keep(key, value)
