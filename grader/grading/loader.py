"""From what was handed in to modules that a session can run: files, and cells of a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from grader.authoring.task import Task
from grader.course.course import TaskFile, student_file
from grader.sandbox.client.session import Session
from grader.sandbox.client.source import Source
from grader.submission.contents import NOT_THEIRS
from grader.submission.finding import Finder, Found
from grader.submission.imports import Imports
from grader.submission.mistaken import mistaken
from grader.submission.notebook.reading import Cells, Unreadable, read_notebook, read_script
from grader.submission.submission import Submission, is_notebook, shown


class Opened(msgspec.Struct, frozen=True):
    """The file of one task: what its session calls it, and a user; or why it cannot be run."""

    module: str
    shown: str
    notebook: bool = False
    status: Literal["", "missing", "unreadable"] = ""
    problem: str = ""
    path: Path | None = None
    """The Python file, where it is one."""
    instead_of: str = ""
    """The file that was asked for, where another one is taken, as `note` says."""
    note: str = ""
    asked: str = ""
    """What requests for this task call the module, where that is another name."""


class Loader:
    """Opens the files of one submission; a notebook is read once, however many tasks it serves.

    Parameters
    ----------
    submission
        What was handed in.
    finder
        Says which file of it is a task's.
    names
        The names of all files that students write in the course: a notebook stands for those of
        them that do not lie beside it.
    """

    def __init__(self, submission: Submission, finder: Finder, names: Iterable[str]) -> None:
        self._submission = submission
        self._finder = finder
        self._imports = Imports(finder)
        self._names = sorted(names)
        self._notebooks: dict[Path, Cells | str | None] = {}
        self._modules: dict[tuple[str, str], list[object]] = {}

    def open(self, session: Session, file: TaskFile, task: Task) -> Opened:
        """Find the file of a task and make it known to `session`.

        Raises
        ------
        grader.errors.UsageError
            When it is in a notebook, and what reads notebooks is not installed.
        """
        found = self._finder.find(file, task)
        if not isinstance(found, Found):
            return Opened("", shown(found.where), status="missing", problem=found.problem)
        path = found.path
        if problem := self._submission.unreadable(path) or self._mistaken(found):
            return Opened("", shown(path), status="unreadable", problem=problem)
        cells = None if found.parts else self._cells(path)
        if isinstance(cells, str):
            notebook = is_notebook(path)
            name, problem = path.name, cells
            return Opened(name, shown(path), notebook, status="unreadable", problem=problem)
        module = self._module(file, student_file(file, task), found)
        if found.parts:
            opened = self._open_parts(session, module, found)
        elif cells is None:
            opened = self._open_file(session, module, path)
        else:
            opened = self._open_notebook(session, path, cells)
            # Requests that are made ahead, and told to a fork server, have the name of the file.
            session.modules.add(module, Source.same(opened.module))
            opened = msgspec.structs.replace(opened, asked=module)
        note = " ".join(filter(None, [found.note, self._left_behind(path)]))
        return msgspec.structs.replace(opened, instead_of=found.instead_of, note=note)

    def _left_behind(self, path: Path) -> str:
        """Return a sentence on files that a single file imports and that lie beside it, if any."""
        if self._submission.path.is_dir():
            return ""
        imported = sorted(self._finder.contents.of(path).modules - NOT_THEIRS)
        beside = [name for name in imported if path.with_name(f"{name}.py").is_file()]
        if not beside or f"{beside[0]}.py" in self._names:
            return ""
        return (
            f"{beside[0]}.py, which it imports, lies beside it and was not handed in with it: "
            f"name the folder to grade them together."
        )

    def _mistaken(self, found: Found) -> str:
        """Return what a file is that should be Python, where that can be told."""
        path = found.path
        known = found.parts or is_notebook(path) or self._finder.contents.of(path).certain
        return "" if known else mistaken(path)

    def _module(self, file: TaskFile, name: str, found: Found) -> str:
        """Return what a file is called: as it should be, unless another one is for this name."""
        stem = name.removesuffix(".py")
        known = self._modules.setdefault((file.assignment, stem), [])
        if (which := (found.path, found.parts)) not in known:
            known.append(which)
        place = known.index(which)
        return f"{stem}_{place + 1}" if place else stem

    def _open_parts(self, session: Session, module: str, found: Found) -> Opened:
        """Make a module of what several files define together."""
        files: dict[str, tuple[str, ...]] = {}
        elsewhere: dict[str, Path] = {}
        for place, (path, names) in enumerate(found.parts, start=1):
            alone = path.stem.isidentifier() and path.stem not in (*files, *NOT_THEIRS)
            alias = path.stem if alone else f"part_{place}"
            files[alias] = names
            imported = self._imports.elsewhere(path).items()
            elsewhere |= {name: file for name, file in imported if not is_notebook(file)}
            elsewhere[alias] = path
        source = Source.parts(found.path.with_name(f"{module}.py"), files, elsewhere)
        session.modules.add(module, source, *_folders(found.path, elsewhere))
        return Opened(module, shown(found.path))

    def _open_file(self, session: Session, module: str, path: Path) -> Opened:
        elsewhere = self._imports.elsewhere(path)
        notebooks = {other for other in elsewhere.values() if is_notebook(other)}
        read = {notebook: self._cells(notebook) for notebook in sorted(notebooks)}
        opened = [
            self._open_notebook(session, notebook, cells)
            for notebook, cells in read.items()
            if isinstance(cells, Cells)
        ]
        files = {name: other for name, other in elsewhere.items() if other not in notebooks}
        first = tuple(notebook.module for notebook in opened)
        source = Source.file(path, files, first)
        in_folder = self._submission.path.is_dir()
        session.modules.add(module, source, *(_folders(path, elsewhere) if in_folder else (path,)))
        return Opened(module, shown(path), path=path)

    def _open_notebook(self, session: Session, path: Path, cells: Cells) -> Opened:
        inside = [name for name in self._names if self._imports.stands_for(path, name)]
        others = [name.removesuffix(".py") for name in inside]
        elsewhere = {
            module: file
            for module, file in self._imports.elsewhere(path).items()
            if module not in others and not is_notebook(file)
        }
        source = Source.notebook(path, cells.cells, others, elsewhere, cells.notes)
        in_folder = self._submission.path.is_dir()
        session.modules.add(path.name, source, *(_folders(path, elsewhere) if in_folder else ()))
        return Opened(path.name, shown(path), notebook=True)

    def _cells(self, path: Path) -> Cells | str | None:
        """Return the cells of a notebook, or why there are none; None for a Python file."""
        if path not in self._notebooks:
            try:
                read = read_notebook if is_notebook(path) else read_script
                self._notebooks[path] = read(path)
            except Unreadable as problem:
                self._notebooks[path] = str(problem)
        return self._notebooks[path]


def _folders(path: Path, elsewhere: Mapping[str, Path]) -> set[Path]:
    """Return the folders of a file and of all that it imports from other folders."""
    return {path.parent, *(p if p.is_dir() else p.parent for p in elsewhere.values())}
