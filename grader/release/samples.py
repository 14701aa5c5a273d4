"""Whether the samples of a course are what their folders say: right ones full, wrong ones not.

They are ``assignments/<assignment>/samples/right/<task>/*`` and ``wrong``: files, or folders with
the task's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.authoring.task import Task
from grader.course.course import Course, TaskFile
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.store import Store
from grader.submission.submission import SAMPLES, open_submission, shown


def misplaced(course: Course, tasks: Sequence[tuple[TaskFile, Task]]) -> tuple[list[str], int]:
    """Return a sentence for each sample that is not what its folder says, and how many there are.

    Raises
    ------
    grader.errors.MachineError
        When this machine cannot run them.
    """
    found, count = [], 0
    for file, task in tasks:
        grading = Grading(course, chance=Chance(), store=Store())
        for path, right in _samples(course, file):
            report = grading.grade([(file, task)], open_submission(path))
            count += 1
            points = f"{report.score:g} of {report.max_score:g} points"
            command = f"`grade {file.id} --submission {shown(path)}` shows it"
            if right and report.score < report.max_score:
                found.append(
                    f"{shown(path)}: a right sample gets {points}: {command}. Mend the check, or "
                    "put it with the wrong ones."
                )
            elif not right and report.score >= report.max_score:
                found.append(
                    f"{shown(path)}: a wrong sample gets all points, so no check catches what it "
                    f"does: {command}. Write a check that does."
                )
    return found, count


def _samples(course: Course, file: TaskFile) -> Iterator[tuple[Path, bool]]:
    for kind in ("right", "wrong"):
        folder = course.assignments / file.assignment / SAMPLES / kind / file.id
        for path in sorted(folder.glob("*")):
            named = not path.name.startswith((".", "__"))
            if named and (path.is_dir() or path.suffix in (".py", ".ipynb")):
                yield path, kind == "right"
