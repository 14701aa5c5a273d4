"""From what was handed in to modules that a session can run: files, and cells of a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from grader.student.session import Session
from grader.student.source import Source
from grader.submission import Submission, is_notebook, shown, unreadable


class Opened(msgspec.Struct, frozen=True):
    """The file of one task: what its session calls it, and a user; or why it cannot be run."""

    module: str
    shown: str
    notebook: bool = False
    status: Literal["", "missing", "unreadable"] = ""
    problem: str = ""
    path: Path | None = None
    """The Python file, where it is one."""


class Opener:
    """Opens the files of one submission; a notebook is read once, however many tasks it serves.

    Parameters
    ----------
    submission
        What was handed in.
    alone
        Whether a single task is asked for.
    names
        The names of all files that students write in the course: a notebook stands for those of
        them that do not lie beside it.
    """

    def __init__(self, submission: Submission, *, alone: bool, names: Iterable[str]) -> None:
        self._submission = submission
        self._alone = alone
        self._names = sorted(names)
        self._notebooks: dict[Path, Sequence[tuple[int, str]] | str] = {}

    def open(self, session: Session, assignment: str, name: str) -> Opened:
        """Find the file `name` of an assignment and make it known to `session`.

        Raises
        ------
        grader.errors.UsageError
            When it is in a notebook, and what reads notebooks is not installed.
        """
        path = self._submission.find(assignment, name, self._alone)
        if path is None:
            where = shown(self._submission.expected(assignment, name))
            several = self._submission.notebooks(assignment)
            problem = f"There is no file {where}."
            if len(several) > 1:
                names = ", ".join(notebook.name for notebook in several)
                problem += f" Of several notebooks ({names}), {assignment}.ipynb would be graded."
            return Opened("", where, status="missing", problem=problem)
        if problem := unreadable(path):
            return Opened("", shown(path), status="unreadable", problem=problem)
        if is_notebook(path):
            return self._open_notebook(session, path)
        module = name.removesuffix(".py")
        session.add_file(module, path, alone=not self._submission.path.is_dir())
        return Opened(module, shown(path), path=path)

    def _open_notebook(self, session: Session, path: Path) -> Opened:
        cells = self._cells(path)
        if isinstance(cells, str):
            return Opened(path.name, shown(path), notebook=True, status="unreadable", problem=cells)
        alone = not self._submission.path.is_dir()
        inside = [n for n in self._names if alone or not path.with_name(n).exists()]
        others = [name.removesuffix(".py") for name in inside]
        source = Source.notebook(path, cells, others)
        session.add(path.name, source, None if alone else path.parent)
        return Opened(path.name, shown(path), notebook=True)

    def _cells(self, path: Path) -> Sequence[tuple[int, str]] | str:
        """Return the cells of a notebook, or why there are none."""
        from grader.notebook.reading import Unreadable, read_notebook

        if path not in self._notebooks:
            try:
                self._notebooks[path] = read_notebook(path)
            except Unreadable as problem:
                self._notebooks[path] = str(problem)
        return self._notebooks[path]
