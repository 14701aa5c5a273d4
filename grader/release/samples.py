"""Whether the samples of a course are what their folders say: right ones full, wrong ones not."""

from __future__ import annotations

from collections.abc import Sequence

from grader.authoring.task import Task
from grader.course.course import Course, TaskFile
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.store import Store
from grader.submission.samples import samples
from grader.submission.submission import open_submission, shown


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
        for path, right in samples(course, file):
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
