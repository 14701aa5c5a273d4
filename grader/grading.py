"""Step 5, score: the flow of a grading run on one screen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from grader import __version__
from grader.authoring import Task
from grader.course import Course, TaskFile, load_task, student_file
from grader.errors import IsolationError
from grader.material import Material
from grader.opening import Opened, Opener
from grader.result import CheckResult, NextTask, Report, Status, TaskResult
from grader.running import Runner, not_run
from grader.settings import read_limits
from grader.store import Store, environment, fingerprint
from grader.student.confinement import level
from grader.student.errors import StudentError
from grader.student.process import WorkerProcess
from grader.student.remote import Student
from grader.student.session import Isolation, Limits, NotConfined, Session
from grader.student.source import Source
from grader.submission import Submission, shown

Progress = Callable[[str], None]
"""Told of the id of a task whenever one of its checks is done."""


class Grading:
    """Grades submissions to one course.

    Parameters
    ----------
    course
        The course.
    seed
        What examples are drawn with.
    store
        Where examples are kept.
    limits
        What the student's code may use up, instead of what the course says for each task.
    isolation
        How far the student's code has to be kept apart.

    Raises
    ------
    CourseError
        When the course's own limits cannot be read.
    """

    def __init__(
        self,
        course: Course,
        *,
        seed: int,
        store: Store,
        limits: Limits | None = None,
        isolation: Isolation | None = None,
    ) -> None:
        self._course = course
        self._seed = seed
        self._store = store
        ids = [task.id for task in course.tasks]
        self._limits = dict.fromkeys(ids, limits) if limits else read_limits(course)
        self._isolation = isolation or Isolation()
        self._environment = environment()

    def grade(
        self,
        tasks: Sequence[tuple[TaskFile, Task]],
        submission: Submission,
        *,
        spare: WorkerProcess | None = None,
        progress: Progress = lambda _: None,
    ) -> Report:
        """Return the report on `submission` for `tasks`.

        Parameters
        ----------
        tasks
            The tasks, loaded.
        submission
            What was handed in.
        spare
            A worker process that was started earlier; it is closed at the end.
        progress
            Called after each check.

        Raises
        ------
        grader.errors.IsolationError
            When this machine does not keep the submission apart as far as it has to.
        grader.student.session.Unavailable
            When it cannot start a worker process.
        """
        results = []
        tracebacks: list[str] = []
        layers: dict[str, bool] = {}
        opener = Opener(submission, alone=len(tasks) == 1, names=self._names(tasks))
        with ExitStack() as stack:
            for assignment in dict.fromkeys(file.assignment for file, _ in tasks):
                some = [(file, task) for file, task in tasks if file.assignment == assignment]
                session = Session(self._limits[some[0][0].id], spare, self._isolation)
                spare = None
                stack.callback(session.close)
                ones = [
                    _OneTask(
                        file,
                        task,
                        session,
                        opener.open(session, file.assignment, student_file(file, task)),
                    )
                    for file, task in some
                ]
                for one in ones:
                    file, task = one.file, one.task
                    reference = stack.enter_context(self._reference(file, task))
                    material = Material(file, self._store, self._environment, self._seed, reference)
                    session.begin(self._limits[file.id])
                    try:
                        result = one.grade(reference, material, tracebacks.append, progress)
                    except NotConfined as missing:
                        raise _not_confined(self._isolation, str(missing)) from missing
                    results.append(result)
                for name, held in session.layers.items():
                    layers[name] = held and layers.get(name, True)
        return self._report(tasks, results, submission, layers, tracebacks)

    def grade_running(self, tasks: Sequence[tuple[TaskFile, Task]], session: Session) -> Report:
        """Return the report on what `session` has defined already; nothing hidden is run."""
        opened = Opened("this session", "", notebook=True)
        session.add(opened.module, Source.running("This session"))
        results = []
        tracebacks: list[str] = []
        for file, task in tasks:
            session.begin(self._limits[file.id])
            material = Material(file, self._store, self._environment, self._seed, None)
            one = _OneTask(file, task, session, opened)
            results.append(one.grade(None, material, tracebacks.append, lambda _: None))
        return self._report(tasks, results, None, {}, tracebacks)

    def _names(self, tasks: Sequence[tuple[TaskFile, Task]]) -> set[str]:
        """Return the names of the files that students write: all stubs', and those of `tasks`."""
        stubs = {path.name for path in self._course.assignments.glob("*/*.py")}
        return stubs | {student_file(file, task) for file, task in tasks}

    def _reference(self, file: TaskFile, task: Task) -> _Reference:
        folder = self._course.solutions / file.assignment
        path = folder / student_file(file, task)
        key = fingerprint(self._environment, "answers", *sorted(folder.glob("*.py")), file.id)
        return _Reference(path, task, Session(self._limits[file.id]), self._store, key)

    def _report(
        self,
        tasks: Sequence[tuple[TaskFile, Task]],
        results: Sequence[TaskResult],
        submission: Submission | None,
        layers: dict[str, bool],
        tracebacks: Sequence[str],
    ) -> Report:
        passed = all(result.status == "passed" for result in results)
        return Report(
            score=sum(result.score for result in results),
            max_score=sum(result.max_score for result in results),
            seed=self._seed,
            grader_version=__version__,
            isolation=level(layers) if layers else "",
            layers=layers,
            tasks=tuple(results),
            next=self._next(tasks[-1][0], submission) if passed and tasks else None,
            internal_error=write_fault(*tracebacks),
        )

    def _next(self, last: TaskFile, submission: Submission | None) -> NextTask | None:
        """Return the task that follows `last` in the course."""
        place = self._course.tasks.index(last) + 1
        if place == len(self._course.tasks):
            return None
        file = self._course.tasks[place]
        task = load_task(file)
        if submission is None:
            return NextTask(id=file.id, title=task.title, file="")
        name = student_file(file, task)
        path = submission.find(file.assignment, name, alone=False)
        path = path or submission.expected(file.assignment, name)
        return NextTask(id=file.id, title=task.title, file=shown(path))


class _Reference:
    """The solution to a task, in a process of its own, with its answers kept between runs."""

    def __init__(self, path: Path, task: Task, session: Session, store: Store, key: str) -> None:
        self._path = path
        self._task = task
        self._session = session
        self._store = store
        self._key = key
        self._known = 0

    def __enter__(self) -> Student | None:
        if not self._path.is_file():
            return None
        answers = self._store.answers(self._key)
        self._known = len(answers)
        self._session.remembered.update(answers)
        self._session.add_file(self._path.stem, self._path)
        return Student(self._session, self._path.stem, self._task.functions)

    def __exit__(self, *_: object) -> None:
        answers = {
            request: answer
            for request, answer in self._session.remembered.items()
            if isinstance(answer, bytes)
        }
        if len(answers) > self._known:
            self._store.keep_answers(self._key, answers)
        self._session.close()


class _OneTask:
    """One task of one submission."""

    def __init__(self, file: TaskFile, task: Task, session: Session, opened: Opened) -> None:
        self.file = file
        self.task = task
        self._session = session
        self._opened = opened
        self._module = opened.module

    def grade(
        self,
        reference: Student | None,
        material: Material,
        on_internal: Callable[[str], None],
        progress: Progress,
    ) -> TaskResult:
        """Run the task's checks, or say why they could not be run."""
        if self._opened.status:
            return self._unusable(self._opened.status, self._opened.problem, reference)
        try:
            self._session.load(self._module)
        except StudentError as error:
            message = f"{error} {error.hint}".strip()
            return self._unusable("unreadable", message, reference)
        if self._opened.notebook and (message := self._absent()):
            return self._unusable("missing", message, reference)
        student = Student(self._session, self._module, self.task.functions)
        runner = Runner(self.task, student, reference, material, on_internal)
        checks = []
        for check in self.task.checks:
            checks.append(runner.run(check))
            progress(self.file.id)
        return self._result(checks, _status(checks, runner.not_written), "")

    def _absent(self) -> str:
        """Return a sentence if nothing that the task asks for is in a notebook."""
        if set(self.task.functions) & set(self._session.defined(self._module)):
            return ""
        names = " or ".join(f"`{name}`" for name in self.task.functions)
        if not self._opened.shown:
            return f"Nothing defines {names} here yet: run the code that does."
        return f"No cell of {self._opened.shown} defines {names}."

    def _unusable(self, status: Status, message: str, reference: Student | None) -> TaskResult:
        checks = [not_run(check, message, reference) for check in self.task.checks]
        return self._result(checks, status, message)

    def _result(self, checks: Sequence[CheckResult], status: Status, message: str) -> TaskResult:
        return TaskResult(
            id=self.file.id,
            title=self.task.title,
            assignment=self.file.assignment,
            status=status,
            score=sum(check.score for check in checks),
            max_score=sum(check.max_score for check in checks),
            checks=tuple(checks),
            file=self._opened.shown,
            message=message,
            notes=self._session.notes(self._module),
            output=self._session.take_output(),
        )


def _status(checks: Sequence[CheckResult], not_written: set[str]) -> Status:
    """Return where a task stands; the checks that were skipped say nothing of their own."""
    ran = [check for check in checks if check.outcome != "skipped"]
    if ran and all(check.outcome == "passed" for check in ran):
        return "passed"
    return "not started" if {check.id for check in ran} <= not_written else "failed"


def _not_confined(isolation: Isolation, missing: str) -> IsolationError:
    return IsolationError(
        f"A submission has to be kept apart as far as {isolation.least!r} says, but here these "
        f"layers do not hold: {missing}. Nothing of it was run. `grader doctor` says how to get "
        "them."
    )


def write_fault(*tracebacks: str) -> str:
    """Write tracebacks of our own to a new file, for a report of the fault; return its path."""
    if not tracebacks:
        return ""
    descriptor, path = tempfile.mkstemp(prefix="grade-fault-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write("\n".join(tracebacks))
    return path
