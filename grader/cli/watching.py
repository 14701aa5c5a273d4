"""`grade --watch`: from what was typed to a screen that is kept up to date."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.ahead import drawing_ahead
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.authoring.task import Task
    from grader.course.course import Course, TaskFile
    from grader.grading.chance import Chance
    from grader.grading.flow import Grading
    from grader.sandbox.client.limits import Isolation


def watch(
    course: Course,
    tasks: Sequence[tuple[TaskFile, Task]],
    submission: Path | None,
    chance: Chance,
    isolation: Isolation,
    checks: tuple[str, ...],
) -> None:
    """Grade whenever a file is saved, until somebody presses ``q``.

    Raises
    ------
    UsageError
        When what watches files is not installed, or this is no terminal.
    grader.errors.GraderError
        When this machine cannot grade.
    """
    from rich.console import Console

    from grader.course.settings import gives_hints
    from grader.grading.hints import Hints
    from grader.grading.store import Store
    from grader.watch.keyboard import terminals
    from grader.watch.loop import Watching, require_extra
    from grader.watch.regrading import Work

    require_extra()
    if not terminals(sys.stdin.fileno(), sys.stdout.fileno()):
        raise UsageError("--watch draws on a terminal, and this is none: leave it out.")

    def ahead(grading: Grading) -> AbstractContextManager[object]:
        return drawing_ahead(grading, course.root, tasks, chance)

    work = Work(course, tasks, submission, chance, isolation, checks)
    given = gives_hints(course)
    hints = Hints(course, tasks, Store(), str(submission or "")) if given else None
    Watching(work, Console(file=sys.stdout), sys.stdin.fileno(), ahead, hints).run()
