"""The files of a submission, and what each of them defines and imports."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from grader.course.course import Course
from grader.errors import is_of_file
from grader.submission.submission import CHECKS, SAMPLES, Submission
from grader.untrusted.definitions import Definitions, definitions
from grader.untrusted.filenames import kind
from grader.untrusted.sizes import MAX_CODE, MAX_NOTEBOOK

MOST_FILES = 300
MOST_BYTES = {"python": 3 * MAX_CODE, "text": MAX_CODE, "notebook": 3 * MAX_NOTEBOOK}
"""So much is looked at in search of a task, in files of each kind together."""

_IMPORTS_DEEP = 3
NOT_THEIRS = frozenset({*sys.stdlib_module_names, "numpy", "grader"})
"""Modules that no file of a submission takes the place of, unless it lies beside."""


class Contents:
    """The files of one submission; each is looked at once, and none is run.

    Parameters
    ----------
    submission
        What was handed in.
    course
        The course: its own check files and solutions are nobody's work.
    """

    def __init__(self, submission: Submission, course: Course) -> None:
        self._submission = submission
        self._course = course
        self._known: dict[Path, Definitions] = {}

    def of(self, path: Path) -> Definitions:
        """Return what a file defines."""
        if path not in self._known:
            self._known[path] = definitions(path)
        return self._known[path]

    @cached_property
    def all(self) -> list[Path]:
        """All files that the course itself did not put there."""
        return list(self._submission.files(self._is_courses_own))

    def _is_courses_own(self, folder: Path) -> bool:
        """Whether a folder holds check files, samples or the solutions."""
        assignments = {task.assignment for task in self._course.tasks}
        checks = folder.name in (CHECKS, SAMPLES) and folder.parent.name in assignments
        return checks or folder == self._course.solutions

    @property
    def first(self) -> list[Path]:
        """The files nearest to the top, for whoever names some."""
        return self.all[:MOST_FILES]

    @cached_property
    def code(self) -> list[Path]:
        """The files that may be somebody's work, as far as there is time to look at them."""
        room = dict(MOST_BYTES)
        kept = []
        for path in (path for path in self.all if kind(path.name)):
            room[kind(path.name)] -= _size(path)
            if room[kind(path.name)] >= 0:
                kept.append(path)
        return kept[:MOST_FILES]

    @cached_property
    def _by_name(self) -> dict[str, list[Path]]:
        named: dict[str, list[Path]] = {}
        for path in self.code:
            named.setdefault(path.name, []).append(path)
        return named

    def modules(self, name: str, beside: Path) -> list[Path]:
        """Return the files that a module can be: the one beside a file, or all of its name."""
        near = beside.with_name(f"{name}.py")
        if near.is_file() and self._submission.holds(near):
            return [near]
        return [] if name in NOT_THEIRS else different(self._by_name.get(near.name, []))

    def package(self, name: str) -> Path | None:
        """Return the folder that a package is, at the top of what was handed in."""
        if name in NOT_THEIRS:
            return None
        folders = [top / name for top in (self._submission.path, *self._submission.tops)]
        real = [path for path in folders if path.is_dir() and self._submission.holds(path)]
        return next((path for path in real if not self._is_courses_own(path)), None)

    def bound(self, path: Path, deep: int = _IMPORTS_DEEP) -> frozenset[str]:
        """Return the names that a file imports from other files of the submission."""
        bound: set[str] = set()
        for module, theirs, here in self.of(path).imports if deep else ():
            sources = self.modules(module, path)
            if len(sources) == 1 and sources[0] != path:
                names = self.of(sources[0]).names.keys() | self.bound(sources[0], deep - 1)
                bound |= names if theirs == "*" else {here} if theirs in names else set()
        return frozenset(bound)


def different(paths: Iterable[Path]) -> list[Path]:
    """Return the first of all files with the same contents, in the order in which they came."""
    contents: dict[str, Path] = {}
    for path in paths:
        try:
            with path.open("rb") as file:
                key = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            if not is_of_file(error):
                raise
            key = os.fspath(path)
        contents.setdefault(key, path)
    return list(contents.values())


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError as error:
        if not is_of_file(error):
            raise
        return 0
