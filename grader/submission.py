"""Step 2, open: what was handed in, a folder, a file or a notebook."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from grader.errors import UsageError

NOTEBOOK = ".ipynb"


class Submission(msgspec.Struct, frozen=True):
    """A folder with the tasks' files, a file with one of them, or a notebook with any of them."""

    path: Path

    def find(self, assignment: str, name: str, alone: bool) -> Path | None:
        """Return the file `name` of an assignment, or None where it was not handed in.

        In a folder where the file is missing, a notebook stands for it, if it is clear which:
        one with the name of the file or of the assignment, or the only one.

        Parameters
        ----------
        assignment
            The assignment's folder, looked at first.
        name
            The file's name.
        alone
            Whether no other file is asked for: a submission that is a single file is then
            taken for it, whatever it is called.
        """
        if not self.path.is_dir():
            fits = alone or is_notebook(self.path) or self.path.name == name
            return self.path if fits else None
        for candidate in (self.path / assignment / name, self.path / name):
            if candidate.exists() or candidate.is_symlink():
                return candidate
        notebooks = self.notebooks(assignment)
        named = [n for n in notebooks if n.stem in (name.removesuffix(".py"), assignment)]
        if len(notebooks) == 1 or named:
            return min(named or notebooks, key=lambda notebook: notebook.stem == assignment)
        return None

    def notebooks(self, assignment: str) -> list[Path]:
        """Return the notebooks in an assignment's folder or, if there are none, beside it."""
        for folder in (self.path / assignment, self.path):
            found = sorted(p for p in folder.glob("*" + NOTEBOOK) if not p.name.startswith("."))
            if found:
                return found
        return []

    def expected(self, assignment: str, name: str) -> Path:
        """Return where a file that is missing would be looked for."""
        if is_notebook(self.path):
            return self.path
        folder = self.path if self.path.is_dir() else self.path.parent
        return folder / assignment / name if (folder / assignment).is_dir() else folder / name


def open_submission(path: Path) -> Submission:
    """Return the submission at `path`.

    Raises
    ------
    UsageError
        When there is nothing, or nothing that a submission can be.
    """
    if not path.exists():
        raise UsageError(f"There is no file or folder {path}, which --submission names.")
    if not path.is_dir() and path.suffix != ".py" and not is_notebook(path):
        raise UsageError(f"{path} is neither a folder nor a Python file nor a notebook.")
    return Submission(path.resolve())


def is_notebook(path: Path) -> bool:
    """Whether a path is a notebook's, by its name."""
    return path.suffix == NOTEBOOK and not path.is_dir()


def unreadable(path: Path) -> str:
    """Return why `path` cannot be read as a file, or nothing when it can."""
    if not path.is_file():
        return f"{shown(path)} is not a regular file."
    if not os.access(path, os.R_OK):
        return f"{shown(path)} cannot be read: its permissions do not allow it."
    return ""


def shown(path: Path) -> str:
    """Return `path` as the user would type it: relative to the current folder if it is below."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
