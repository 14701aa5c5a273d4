"""What the course hands out, which is nobody's work as long as nothing was written in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from grader.course.course import Course
from grader.untrusted.definitions import Definitions, definitions, same_code
from grader.untrusted.filenames import matched


class Handout:
    """The files that students get with their assignments; each is looked at once.

    Parameters
    ----------
    course
        The course.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self._known: dict[Path, Definitions] = {}

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """All files by their names."""
        return {path.name: path for path in matched(self.course.assignments, "*", "*")}

    @cached_property
    def stubs(self) -> frozenset[str]:
        """The names of the files that students write."""
        return frozenset(name for name in self.files if name.endswith(".py"))

    @cached_property
    def certain(self) -> bool:
        """Whether nobody has written in it.

        So it is where the solutions are; elsewhere the course's folder is the student's own.
        """
        return self.course.solutions.is_dir()

    def given(self, path: Path) -> frozenset[str]:
        """Return the functions and classes that are written in a file as it is handed out."""
        if path not in self._known:
            self._known[path] = definitions(path)
        return self._known[path].written

    def is_stub(self, path: Path, stub: Path, functions: frozenset[str]) -> bool:
        """Whether a file is that stub up to comments, spaces and line ends.

        Where nothing stands in the functions, it needs no such look: the file itself shows that.
        """
        if not self.certain or not self.given(stub) & functions or path.samefile(stub):
            return False
        return same_code(path, stub)
