"""The sample submissions of a course: right ones and wrong ones, beside the checks."""

from __future__ import annotations

from pathlib import Path

from grader.course.course import Course, TaskFile
from grader.submission.submission import SAMPLES


def samples(course: Course, file: TaskFile, more: Path | None = None) -> list[tuple[Path, bool]]:
    """Return the samples of a task, and whether each is right.

    They are ``assignments/<assignment>/samples/right/<task>/*`` and ``wrong``, and those of
    another folder of that form: files, or folders with the task's file.
    """
    folders = [course.assignments / file.assignment / SAMPLES, *([more] if more else [])]
    return [
        (path.resolve(), right)
        for folder in folders
        for right in (True, False)
        for path in sorted((folder / ("right" if right else "wrong") / file.id).glob("*"))
        if not path.name.startswith((".", "__"))
        and (path.is_dir() or path.suffix in (".py", ".ipynb"))
    ]
