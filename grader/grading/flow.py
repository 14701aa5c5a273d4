"""Step 5, score: the flow of a grading run on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from grader.authoring.task import Task
from grader.course.course import Course, TaskFile, load_task, student_file
from grader.course.handout import Handout
from grader.course.settings import gives_hints, read_limits
from grader.errors import IsolationError
from grader.grading.assignment_run import AssignmentRun, Setting
from grader.grading.chance import Chance, content_of
from grader.grading.example_cache import ExampleCache
from grader.grading.fault_file import write_fault
from grader.grading.hints import without_hints
from grader.grading.loader import Loader, Opened
from grader.grading.replay.solutions import Solutions
from grader.grading.result import NextTask, Report, TaskResult
from grader.grading.sessions import Sessions
from grader.grading.store import Store, environment
from grader.grading.task_run import Failed, Listener, Progress, TaskRun, ignore
from grader.grading.unclaimed import with_unclaimed
from grader.grading.unfinished import unfinished
from grader.sandbox.client.errors import NotConfined
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.remote import Student
from grader.sandbox.client.session import Session
from grader.sandbox.client.source import Source
from grader.sandbox.client.transport.launcher import ForkServer
from grader.sandbox.client.transport.process import WorkerProcess
from grader.sandbox.client.transport.usage import Allowance
from grader.sandbox.protocol.layers import level
from grader.submission.finding import Finder, Found
from grader.submission.submission import Submission, shown
from grader.version import __version__


class Grading:
    """Grades submissions to one course.

    Parameters
    ----------
    course
        The course.
    chance
        What examples are drawn from.
    store
        Where examples are kept.
    limits
        What the student's code may use up, instead of what the course says for each task.
    isolation
        How far the student's code has to be kept apart.
    parent
        A warm process that those of the submissions are forked from. What is read for a task is
        then kept for the next submission, until `close`.
    own_work
        Whether each submission is somebody's own work, as it grows: what was asked of it in an
        earlier run is asked ahead then.
    briefly
        Whether of all failures only those of the first task to fail are read in full: for the
        others, nobody waits until a small example is found.
    enough
        After so many failed checks of a task the rest of the submission is left alone, and nothing
        is explained: only matters what fails. With 0 all checks are run.

    Raises
    ------
    CourseError
        When the course's own limits cannot be read.
    """

    def __init__(
        self,
        course: Course,
        *,
        chance: Chance,
        store: Store,
        limits: Limits | None = None,
        isolation: Isolation | None = None,
        parent: ForkServer | None = None,
        own_work: bool = False,
        briefly: bool = False,
        enough: int = 0,
    ) -> None:
        self._course = course
        self._handout = Handout(course)
        self._chance = chance
        self._store = store
        ids = [task.id for task in course.tasks]
        self._limits = dict.fromkeys(ids, limits) if limits else read_limits(course)
        self._hints = gives_hints(course)
        self._isolation = isolation or Isolation()
        self._environment = environment()
        self._parent = parent
        self._own_work = own_work
        self._briefly = briefly
        self._enough = enough
        self._content = b""
        self._place = ""
        self._kept: dict[str, ExampleCache] = {}
        self._open_solutions: dict[tuple[str, Limits], Solutions] = {}
        self._open = ExitStack()

    def close(self) -> None:
        """End what was kept for another submission."""
        self._kept.clear()
        self._open_solutions.clear()
        self._open.close()

    def grade(
        self,
        tasks: Sequence[tuple[TaskFile, Task]],
        submission: Submission,
        *,
        spare: WorkerProcess | None = None,
        progress: Progress = ignore,
        so_far: Callable[[Report], None] | None = None,
        failed: Failed = ignore,
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
        so_far
            Called at the beginning and after each task with a report in which the tasks to come
            have no points.
        failed
            Called with what a check raised that did not pass.

        Raises
        ------
        grader.errors.IsolationError
            When this machine does not keep the submission apart as far as it has to.
        grader.sandbox.client.errors.Unavailable
            When it cannot start a worker process.
        """
        self._content = content_of(submission) if self._chance.counts else b""
        self._place = str(submission.path.absolute()) if self._own_work else ""
        tracebacks: list[str] = []
        alone = len({student_file(file, task) for file, task in tasks}) == 1
        finder = Finder(submission, self._handout, alone=alone)
        loader = Loader(submission, finder, self._names(tasks))
        runs = self._runs(tasks, loader, Listener(tracebacks.append, progress, failed))

        def tell() -> None:
            if so_far is not None:
                so_far(self._unfinished(tasks, runs, submission))

        tell()
        with ExitStack() as ending:
            if self._parent is None:
                ending.callback(self.close)
            sessions = ending.enter_context(closing(self._sessions(tasks, spare)))
            ending.enter_context(self._enough_isolation())
            visible = []
            for run in runs:
                visible.append(sessions.visible(run.limits))
                told = any(before.failed for before in runs)
                for _ in run.grade(visible[-1], told=told):
                    tell()
                visible[-1].close()
            for run, session in zip(runs, visible, strict=True):
                if run.waits:
                    for _ in run.grade_hidden(sessions.hidden(run.limits, session)):
                        tell()
            layers = sessions.layers
        results = [result for run in runs for result in run.results]
        report = self._report(tasks, results, submission, layers, tracebacks)
        return with_unclaimed(report, finder, tasks)

    def drawn(self, file: TaskFile, task: Task) -> bool:
        """Whether all examples of a task are kept already."""
        material = self._material(file, None)
        return all(material.drawn(check) for check in task.checks if check.given)

    def draw(self, file: TaskFile, task: Task) -> None:
        """Draw all examples of a task, so that they are kept."""
        material = self._material(file, None)
        for check in task.checks:
            if check.given:
                material.examples(check)

    def try_recipes(self, tasks: Sequence[tuple[TaskFile, Task]]) -> None:
        """Draw an example of each recipe of which none are kept, before anybody's work is judged.

        Raises
        ------
        CourseError
            When a recipe fails, gives up every example, or makes what does not fit its annotation.
        """
        for file, task in tasks:
            self._material(file, None).try_out(task.checks)

    def _runs(
        self,
        tasks: Sequence[tuple[TaskFile, Task]],
        loader: Loader,
        listener: Listener,
    ) -> list[AssignmentRun]:
        """Return what grades the tasks, one assignment after the other."""
        runs = []
        for name in dict.fromkeys(file.assignment for file, _ in tasks):
            some = [(file, task) for file, task in tasks if file.assignment == name]
            all_ = [file for file in self._course.tasks if file.assignment == name]
            setting = Setting(
                all_, self._limits, self._ready, listener, self._briefly, self._enough
            )
            runs.append(AssignmentRun(some, setting, loader))
        return runs

    def _sessions(
        self, tasks: Sequence[tuple[TaskFile, Task]], spare: WorkerProcess | None
    ) -> Sessions:
        """Return the sessions for a submission: of each assignment, and of its hidden checks."""
        total = Allowance(min(self._limits[file.id].submission for file, _ in tasks))
        hiding = {
            file.assignment
            for file, task in tasks
            if self._solution(file, task).is_file() and any(check.hidden for check in task.checks)
        }
        due = len({file.assignment for file, _ in tasks}) + len(hiding)
        return Sessions(total, self._isolation, self._parent, spare, due)

    @contextmanager
    def _enough_isolation(self) -> Iterator[None]:
        """Say how the submission would have to be kept apart, where that cannot be done."""
        try:
            yield
        except NotConfined as missing:
            raise IsolationError(
                f"A submission has to be kept apart as far as {self._isolation.least!r} says, but "
                f"here these layers do not hold: {missing}. Nothing of it was run. `grader doctor` "
                "says how to get them."
            ) from missing

    def _unfinished(
        self,
        tasks: Sequence[tuple[TaskFile, Task]],
        runs: Sequence[AssignmentRun],
        submission: Submission,
    ) -> Report:
        """Return how the report stands while tasks are still to come."""
        known = {result.id: result for run in runs for result in run.results}
        results = [
            known.get(file.id)
            or unfinished(file, task, solved=self._solution(file, task).is_file())
            for file, task in tasks
        ]
        return self._report(tasks, results, submission, {}, ())

    def _solution(self, file: TaskFile, task: Task) -> Path:
        return self._course.solutions / file.assignment / student_file(file, task)

    def grade_running(self, tasks: Sequence[tuple[TaskFile, Task]], session: Session) -> Report:
        """Return the report on what `session` has defined already; nothing hidden is run."""
        opened = Opened("this session", "", notebook=True)
        session.modules.add(opened.module, Source.running("This session"))
        ran = []
        tracebacks: list[str] = []
        for file, task in tasks:
            material = self._material(file, None)
            one, limits = TaskRun(file, task, session, opened), self._limits[file.id]
            ran.append((one, one.grade(material, limits, Listener(tracebacks.append))))
        results = [one.seen_again(result, self._limits[one.file.id]) for one, result in ran]
        return self._report(tasks, results, None, {}, tracebacks)

    def _names(self, tasks: Sequence[tuple[TaskFile, Task]]) -> set[str]:
        """Return the names of the files that students write: all stubs', and those of `tasks`."""
        return {*self._handout.stubs, *(student_file(file, task) for file, task in tasks)}

    @contextmanager
    def _ready(self, file: TaskFile, task: Task) -> Iterator[ExampleCache]:
        """Give what the checks of a task need beside a submission."""
        if file.id not in self._kept:
            solution = self._solutions(file).to(task, student_file(file, task))
            self._kept[file.id] = self._material(file, solution)
        with self._kept[file.id].for_submission(self._content, self._place):
            yield self._kept[file.id]

    def _material(self, file: TaskFile, solution: Student | None) -> ExampleCache:
        return ExampleCache(
            file,
            self._store,
            self._environment,
            self._chance,
            solution,
        )

    def _solutions(self, file: TaskFile) -> Solutions:
        """Return the solutions of a task's assignment, in the process of those with its limits."""
        key = file.assignment, self._limits[file.id]
        if key not in self._open_solutions:
            solutions = Solutions(
                self._course.solutions / file.assignment, key[1], self._store, self._environment
            )
            self._open_solutions[key] = self._open.enter_context(solutions)
        return self._open_solutions[key]

    def _report(
        self,
        tasks: Sequence[tuple[TaskFile, Task]],
        results: Sequence[TaskResult],
        submission: Submission | None,
        layers: dict[str, bool],
        tracebacks: Sequence[str],
    ) -> Report:
        if not self._hints:
            results = [without_hints(result) for result in results]
        passed = all(result.status == "passed" for result in results)
        return Report(
            score=sum(result.score for result in results),
            max_score=sum(result.max_score for result in results),
            seed=self._chance.seed,
            grader_version=__version__,
            isolation=level(layers) if layers else "",
            layers=layers,
            self_check=submission is not None and self._course.is_self_check(submission.path),
            tasks=tuple(results),
            solved=self._course.solutions.is_dir(),
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
        found = Finder(submission, self._handout).find(file, task)
        path = found.path if isinstance(found, Found) else found.where
        return NextTask(id=file.id, title=task.title, file=shown(path))
