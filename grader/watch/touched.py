"""What a task's result depends on: tasks for which it stays the same need no second look."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from grader.authoring.task import Task
from grader.course.course import Course, TaskFile
from grader.course.handout import Handout
from grader.submission.finding import Finder, Found
from grader.submission.imports import Imports
from grader.submission.submission import Submission

MOST_FILES = 300
"""So many files of a package that a task imports are looked at."""


def fingerprints(
    course: Course, tasks: Sequence[tuple[TaskFile, Task]], submission: Submission
) -> dict[str, bytes]:
    """Return a hash for each task, by its id, of the files that it is graded from.

    These are its own file, or the one that is taken in its place, and all files of the submission
    that are imported from there.
    """
    finder = Finder(submission, Handout(course), alone=len(tasks) == 1)
    imports = Imports(finder)
    return {file.id: _fingerprint(finder.find(file, task), finder, imports) for file, task in tasks}


def _fingerprint(found: object, finder: Finder, imports: Imports) -> bytes:
    digest = hashlib.blake2b(repr(found).encode("utf-8", "backslashreplace"))
    if isinstance(found, Found):
        for path in sorted(_read_for(found, finder, imports)):
            data = _contents(path)
            digest.update(f"{path} {len(data)} ".encode("utf-8", "backslashreplace") + data)
    return digest.digest()


def _read_for(found: Found, finder: Finder, imports: Imports) -> set[Path]:
    """Return all files that are read when a task's file is loaded."""
    waiting = [found.path, *(path for path, _ in found.parts)]
    if not finder.submission.path.is_dir():
        return set(waiting)
    read: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in read:
            continue
        if path.is_dir():
            read.update(sorted(path.rglob("*.py"))[:MOST_FILES])
            continue
        read.add(path)
        waiting += imports.elsewhere(path).values()
        for name in finder.contents.of(path).modules:
            beside = path.with_name(f"{name}.py"), path.with_name(name)
            waiting += [one for one in beside if one.exists()]
    return read


def _contents(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it was there a moment ago: its end is the next change
        return b""
