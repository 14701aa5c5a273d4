"""The tasks of one assignment of one submission: all that is visible first, what is hidden last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

import msgspec

from grader.authoring.task import Task
from grader.course.course import TaskFile, load_task
from grader.grading.causes import Used, explained, has_failed, used
from grader.grading.example_cache import ExampleCache
from grader.grading.loader import Loader
from grader.grading.result import TaskResult
from grader.grading.task_run import Detail, Listener, TaskRun
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.session import Session


class Setting(msgspec.Struct, frozen=True):
    """What the tasks of an assignment are graded with.

    Attributes
    ----------
    tasks
        All tasks of the assignment, in order, whether or not they are to be graded.
    limits
        What the student's code may use up, by the id of the task.
    ready
        Gives what the checks of a task work on.
    listener
        Who is told of the tasks that are to be graded.
    briefly
        Whether of all failures only those of the first task to fail are read in full.
    enough
        After so many failed checks of a task the rest is left; 0 where all of it matters.
    """

    tasks: Sequence[TaskFile]
    limits: Mapping[str, Limits]
    ready: Callable[[TaskFile, Task], AbstractContextManager[ExampleCache]]
    listener: Listener
    briefly: bool = False
    enough: int = 0


class AssignmentRun:
    """Grades the tasks of one assignment, in two sessions that have nothing in common.

    Parameters
    ----------
    tasks
        The tasks to grade, loaded.
    setting
        What they are graded with.
    loader
        Opens the submission's files.
    """

    def __init__(
        self, tasks: Sequence[tuple[TaskFile, Task]], setting: Setting, loader: Loader
    ) -> None:
        self._ids = [file.id for file, _ in tasks]
        self._tasks = tasks
        self._setting = setting
        self._loader = loader
        self._known: dict[str, TaskRun] = {}
        self._results: dict[str, TaskResult] = {}
        self._uses: dict[str, Used] = {}

    @property
    def limits(self) -> Limits:
        """What a process of its own may use up to begin with: the limits of its first task."""
        return self._setting.limits[self._ids[0]]

    @property
    def results(self) -> list[TaskResult]:
        """How the tasks have ended so far."""
        return [
            explained(self._results[id_], self._uses.get(id_, {}), self._results.__getitem__)
            for id_ in self._ids
            if id_ in self._results
        ]

    @property
    def failed(self) -> bool:
        """Whether a task has failed so far that is to be graded."""
        return any(has_failed(self._results[id_]) for id_ in self._ids if id_ in self._results)

    @property
    def waits(self) -> bool:
        """Whether hidden checks are still to be run."""
        return not self._is_left and any(self._known[id_].waits for id_ in self._results)

    @property
    def _is_left(self) -> bool:
        """Whether enough has failed for the rest not to matter."""
        return bool(self._setting.enough) and any(map(_has_lost, self._results.values()))

    def grade(self, session: Session, *, told: bool = False) -> Iterator[None]:
        """Run all checks but the hidden ones; yield after each task.

        Where a task has failed, the tasks before it that it uses are graded, too: the mistake may
        be in one of them.

        Parameters
        ----------
        session
            What runs them.
        told
            Whether a failure of an earlier assignment is told already.
        """
        for file, task in self._tasks:
            self._open(file, task, session)
        for id_ in self._ids:
            brief = self._setting.briefly and (told or self.failed)
            detail: Detail = "cause" if brief else "example"
            if self._setting.enough:
                detail = "score"
            self._results[id_] = self._grade(self._known[id_], self._setting.listener, detail)
            yield
            if self._is_left:
                return
        for id_ in self._ids:
            if has_failed(self._results[id_]):
                self._uses[id_] = self._look_for_causes(self._known[id_], session)
        for id_ in self._ids:
            limits = self._setting.limits[id_]
            self._results[id_] = self._known[id_].seen_again(self._results[id_], limits)

    def grade_hidden(self, session: Session) -> Iterator[None]:
        """Run the hidden checks, in a session that has run nothing else; yield after each task."""
        setting = self._setting
        for id_, result in list(self._results.items()):
            one = self._known[id_]
            if not one.waits:
                continue
            listener = setting.listener if id_ in self._ids else Listener()
            limits = setting.limits[id_]
            with setting.ready(one.file, one.task) as material:
                self._results[id_] = one.grade_hidden(session, result, material, limits, listener)
            yield
            if self._is_left:
                return

    def _open(self, file: TaskFile, task: Task, session: Session) -> None:
        self._known[file.id] = TaskRun(file, task, session, self._loader.open(session, file, task))

    def _grade(self, one: TaskRun, listener: Listener, detail: Detail) -> TaskResult:
        limits = self._setting.limits[one.file.id]
        with self._setting.ready(one.file, one.task) as material:
            enough = self._setting.enough
            return one.grade(material, limits, listener, detail, enough=enough)

    def _look_for_causes(self, one: TaskRun, session: Session) -> Used:
        """Return which tasks before one it uses; those that nobody asked for are graded, too."""
        before = self._setting.tasks[: self._setting.tasks.index(one.file)]
        for file in before:
            if file.id not in self._known:
                self._open(file, load_task(file), session)
        uses = _used_by(one, [self._known[file.id] for file in before])
        for id_ in uses:
            if id_ not in self._results:
                self._results[id_] = self._grade(self._known[id_], Listener(), "score")
        return uses


def _has_lost(result: TaskResult) -> bool:
    """Whether a task has lost points for good."""
    failed = any(check.outcome not in ("passed", "skipped") for check in result.checks)
    return failed or result.status in ("missing", "unreadable", "not started")


def _used_by(one: TaskRun, others: Iterable[TaskRun]) -> Used:
    """Return which of some other tasks of its assignment a task of a submission uses."""
    known = {other.file.id: (other.task, other.module) for other in others if other.runs}
    return used(one.task, one.module, one.references(), known) if known else {}
