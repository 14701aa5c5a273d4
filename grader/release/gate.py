"""Whether a course can be handed out: all that is looked at, a line for each.

`grader release` looks at it before it writes anything, and `grader check-course` at any time.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence

import msgspec

from grader.authoring.task import Task
from grader.course.course import Course, TaskFile, load_task
from grader.course.settings import read_limits
from grader.course.worksheet import demands
from grader.errors import CourseError, UsageError
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.store import Store
from grader.grading.task_run import Progress, ignore
from grader.release.files import Files, assignments
from grader.release.leaks import leaks
from grader.release.rehearsal import begun, solved
from grader.release.samples import misplaced

SEEDS = (0, 1, 2)
"""The seeds with which solutions are tried; a secret of the day comes on top of them."""


class Line(msgspec.Struct, frozen=True):
    """One thing that was looked at.

    Attributes
    ----------
    name
        What it is.
    faults
        A sentence for each fault, with the place and the cure; none where all is well.
    detail
        What was looked at, or why it was not.
    skipped
        Whether it could not be looked at.
    """

    name: str
    faults: tuple[str, ...] = ()
    detail: str = ""
    skipped: bool = False


def steps(course: Course) -> int:
    """Return how many checks are run; raises CourseError when one cannot be loaded."""
    return (len(SEEDS) + 2) * sum(len(load_task(file).checks) for file in course.tasks)


def look(course: Course, progress: Progress = ignore) -> Iterator[Line]:
    """Look at a course, and yield a line for each thing that has to hold.

    What cannot be looked at because something before it is broken is not.

    Raises
    ------
    grader.errors.MachineError
        When this machine cannot run the solutions.
    """
    loaded: list[tuple[TaskFile, Task]] = []
    yield _tried("check files", lambda: _load(course, loaded))
    settings = _tried("settings", lambda: _settled(course))
    yield settings
    if settings.faults or len(loaded) < len(course.tasks):
        return
    yield _tried("examples", lambda: _drawn(course, loaded))
    missing = tuple(_undemanded(course, loaded))
    yield Line("handout", missing, "each task and each of its functions is named")
    if not any(course.solutions.glob("*/*.py")):
        yield Line("solutions", (), "there are none here, so nothing more was tried", skipped=True)
        return
    files: dict[str, bytes] = {}
    stubs = _tried("stubs", lambda: _stubs(course, files))
    yield stubs
    if stubs.faults:
        return
    unsolved = tuple(_unsolved(course, progress))
    yield Line("solutions", unsolved, "seeds 0, 1, 2 and a secret")
    given = tuple(begun(course, loaded, progress))
    yield Line("stubs pass no check", given, "what students begin with")
    wrong, count = misplaced(course, loaded)
    yield Line("samples", tuple(wrong), _count(count, "sample"), skipped=not count)
    if not unsolved:  # what is no Python has no lines to look for
        leaks_ = tuple(leaked(course, files))
        yield Line("leaks", leaks_, "no line of a solution is in assignments/")


def _tried(name: str, look: Callable[[], str]) -> Line:
    try:
        return Line(name, (), look())
    except (CourseError, UsageError) as fault:
        return Line(name, (str(fault),))


def _load(course: Course, loaded: list[tuple[TaskFile, Task]]) -> str:
    for file in course.tasks:
        task = load_task(file)
        if not task.checks:
            raise CourseError(f"{file.path}:1: the task {file.id} has no checks: write one.")
        loaded.append((file, task))
    points = sum(task.points for _, task in loaded)
    return f"{_count(len(loaded), 'task')}, {points:g} points"


def _settled(course: Course) -> str:
    read_limits(course)
    there = (course.assignments / "course.toml").is_file()
    return "course.toml" if there else "the defaults, as there is no course.toml"


def _drawn(course: Course, loaded: Sequence[tuple[TaskFile, Task]]) -> str:
    Grading(course, chance=Chance(), store=Store()).try_recipes(loaded)
    recipes = {(f.id, c.given.__name__) for f, t in loaded for c in t.checks if c.given}
    return _count(len(recipes), "recipe")


def _undemanded(course: Course, loaded: Sequence[tuple[TaskFile, Task]]) -> Iterator[str]:
    for file, task in loaded:
        yield from demands(course.assignments / file.assignment / "README.md", file, task)


def _stubs(course: Course, files: dict[str, bytes]) -> str:
    files |= assignments(course)
    return "in step with the solutions"


def _unsolved(course: Course, progress: Progress) -> Iterator[str]:
    """Yield where solutions lose points, by the first examples by which they do."""
    for chance in (*map(Chance, SEEDS), Chance(None, secrets.token_bytes(32))):
        found = list(solved(course, chance, progress))
        how = f" (with --seed {chance.seed})" if chance.seed else ""
        if found:
            yield from (f"{fault}{how}" for fault in found)
            return


def leaked(course: Course, files: Files) -> Iterator[str]:
    """Yield a sentence for each line of a solution in files that students get."""
    for leak in leaks(course, files):
        yield (
            f"{leak}. Take it out or, if students may know it, let the solution say it above its "
            "markers, as in a docstring."
        )


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}" if count else f"there are no {what}s"
