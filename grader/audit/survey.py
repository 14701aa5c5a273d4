"""What the checks of a task ask of the solution: which functions, and where in their domain."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec

from grader.audit.asking import asked
from grader.audit.domain import called, looked_at, unreached
from grader.audit.searching import patient, solution_path
from grader.course.course import load_task, open_course
from grader.course.settings import read_limits
from grader.errors import CourseError
from grader.grading.chance import Chance
from grader.grading.example_cache import ExampleCache
from grader.grading.store import Store, environment
from grader.sandbox.client.remote import Student
from grader.sandbox.client.session import Session


class Survey(msgspec.Struct, frozen=True):
    """What the checks of a task ask.

    Attributes
    ----------
    task
        Its id.
    functions
        Those that the checks call themselves.
    unreached
        For each argument of a function, what no example had.
    takes, returns
        Those that get arrays, and those of which a result is looked at.
    """

    task: str
    functions: tuple[str, ...]
    unreached: dict[str, list[str]]
    takes: tuple[str, ...]
    returns: tuple[str, ...]


def survey(root: str, id_: str, chance: Chance) -> Survey:
    """Look at all that the checks of a task ask of its solution.

    Raises
    ------
    CourseError
        When there is no solution.
    """
    course = open_course(Path(root))
    (file,) = course.select((id_,))
    task = load_task(file)
    path = solution_path(course, file, task)
    if not path.is_file():
        raise CourseError(f"There is no solution {path}: an audit makes wrong versions of it.")
    limits = patient(read_limits(course)[id_])
    with closing(Session(limits)) as session:
        session.add_file(path.stem, path)
        solution = Student(session, path.stem, task.functions)
        material = ExampleCache(file, Store(), environment(), chance, None)
        calls = [
            one
            for check in task.checks
            for one in asked(
                check, solution, material.examples(check).values if check.given else []
            )
        ]
    parameters = {name: one.parameters for name, one in task.functions.items()}
    stated = path.read_text("utf-8")
    takes, returns = looked_at(calls)
    return Survey(
        id_,
        tuple(sorted(called(calls))),
        unreached(calls, parameters, stated),
        tuple(takes),
        tuple(returns),
    )
