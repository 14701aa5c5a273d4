"""What a batch grades for: a version of a course, in a form that reports can be made from."""

from __future__ import annotations

from pathlib import Path

from grader.authoring.task import Task
from grader.batch.gradebook import Key
from grader.batch.marking import Order
from grader.course.course import Course, TaskFile, load_task, student_file
from grader.course.settings import gives_hints, read_limits
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import Outcome, Report
from grader.grading.store import Store, environment, fingerprint, material_in
from grader.grading.unfinished import without_points
from grader.report.json import to_json
from grader.sandbox.client.limits import Isolation
from grader.untrusted.filenames import matched
from grader.version import __version__


class Plan:
    """A course, the tasks that count, and what examples are drawn from.

    Parameters
    ----------
    course
        The course.
    ids
        The tasks; all of them when it is empty.
    chance
        What examples are drawn from.
    isolation
        How far submissions have to be kept apart; as far as possible unless it is given.
    command
        What is typed to grade for it again.

    Attributes
    ----------
    order
        What a worker has to know.
    key
        What a report depends on, apart from the submission.
    assignments
        What the assignments are called.
    maximum
        The points that can be had.
    patience
        Seconds in which a submission is done for sure, whatever it does.
    """

    def __init__(
        self,
        course: Course,
        ids: tuple[str, ...],
        chance: Chance,
        isolation: Isolation | None = None,
        command: str = "",
    ) -> None:
        self.command = command
        files = course.select(ids)
        self._tasks = [(file, load_task(file)) for file in files]
        self._solved = {file.id for file, task in self._tasks if _solution(course, file, task)}
        self.assignments = frozenset(file.assignment for file in course.tasks)
        self.order = Order(
            str(course.root),
            tuple(file.id for file in files),
            chance,
            isolation or Isolation.full(),
        )
        self.key = Key(course_version(course, files), grader_version(), chance.name)
        self.maximum = sum(
            check.points
            for file, task in self._tasks
            for check in task.checks
            if not check.hidden or file.id in self._solved
        )
        limits = [read_limits(course)[file.id] for file in files]
        # What counts is what the code could have run: on a busy machine that takes much longer.
        longest = min(limits[0].submission, sum(own.load + own.task for own in limits))
        self.patience = 60 + 20 * longest

    def try_recipes(self, course: Course) -> None:
        """Draw an example of each recipe of which none are kept, before a class is graded.

        Raises
        ------
        CourseError
            When one cannot be drawn from, so that no submission could be judged.
        """
        Grading(course, chance=self.order.chance, store=Store()).try_recipes(self._tasks)

    def unreadable(self, reason: str) -> bytes:
        """Return the report on a submission that could not be opened."""
        return self._report("skipped", reason, "")

    def failed(self, problem: str, fault: str) -> bytes:
        """Return the report on a submission that was not graded, through no fault of its own.

        Parameters
        ----------
        problem
            A sentence.
        fault
            The file with what is known of it, if there is one.
        """
        return self._report("internal", problem, fault)

    def _report(self, outcome: Outcome, message: str, fault: str) -> bytes:
        tasks = tuple(
            without_points(
                file,
                task,
                "unreadable",
                outcome,
                message,
                solved=file.id in self._solved,
                path=student_file(file, task),
            )
            for file, task in self._tasks
        )
        return to_json(
            Report(
                score=0,
                max_score=self.maximum,
                seed=self.order.chance.seed,
                grader_version=__version__,
                isolation="",
                tasks=tasks,
                internal_error=fault,
            )
        )


def names_in(course: Course, ids: tuple[str, ...]) -> frozenset[str]:
    """Return what a course calls its assignments, its tasks, and the files of some of them.

    Raises
    ------
    UsageError
        When there is no task with one of the `ids`.
    """
    tasks = [(file, load_task(file)) for file in course.select(ids)]
    stems = {Path(student_file(file, task)).stem for file, task in tasks}
    return frozenset(stems).union(*((file.assignment, file.id) for file in course.tasks))


def _solution(course: Course, file: TaskFile, task: Task) -> Path | None:
    path = course.solutions / file.assignment / student_file(file, task)
    return path if path.is_file() else None


def grader_version() -> str:
    """Return the version of the grader, and a hash of what else examples depend on."""
    return f"{__version__}+{environment()[:12]}"


def course_version(course: Course, files: tuple[TaskFile, ...]) -> str:
    """Return a hash of what a report depends on in a course.

    That is whether there are hints, the tasks and their limits, the check files and the solutions
    with all that they may read, and what the files are called that students write.
    """
    assignments = dict.fromkeys(file.assignment for file in files)
    sources = [
        path
        for name in assignments
        for folder in (course.assignments / name / "checks", course.solutions / name)
        for path in material_in(folder)
    ]
    named = [part for path in sources for part in (str(path.relative_to(course.root)), path)]
    limits = read_limits(course)
    tasks = [part for file in files for part in (file.id, repr(limits[file.id]))]
    stubs = sorted(path.name for path in matched(course.assignments, "*", "*.py"))
    hints = () if gives_hints(course) else ("no hints",)
    return fingerprint(*hints, *tasks, "files", *named, "stubs", *stubs)[:16]
